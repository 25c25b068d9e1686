import type { LoadProgress } from '../driver.ts';

const phases: readonly LoadProgress['phase'][] = ['starting', 'warmup', 'measure', 'cooldown', 'done'];

/**
 * Where several processes stand together: as far as the last of them. Their medians are averaged by the requests that
 * they stand on, good enough to watch; the result has the exact ones.
 */
export function joinProgress(parts: readonly LoadProgress[]): LoadProgress | undefined {
  const level = Math.min(...parts.map((part) => part.level));
  const here = parts.filter((part) => part.level === level);
  const [first] = here;
  if (!first) return undefined;
  const sum = (key: 'streams' | 'complete' | 'failed') => here.reduce((total, part) => total + part[key], 0);
  const median = (key: 'ttfaP50Ms' | 'ttftP50Ms' | 'rtfP50' | 'ownDelayP50Ms') => {
    const told = here.filter((part) => part[key] !== undefined && part.complete > 0);
    const weight = told.reduce((total, { complete }) => total + complete, 0);
    const value = told.reduce((total, part) => total + part[key]! * part.complete, 0) / weight;
    return weight === 0 ? {} : { [key]: value };
  };
  return {
    level,
    streams: sum('streams'),
    ...(first.rate === undefined ? {} : { rate: first.rate }),
    phase: phases[Math.min(...here.map(({ phase }) => phases.indexOf(phase)))]!,
    elapsedSeconds: Math.max(...parts.map(({ elapsedSeconds }) => elapsedSeconds)),
    plannedSeconds: first.plannedSeconds,
    complete: sum('complete'),
    failed: sum('failed'),
    ...median('ttfaP50Ms'),
    ...median('ttftP50Ms'),
    ...median('rtfP50'),
    ...median('ownDelayP50Ms'),
  };
}

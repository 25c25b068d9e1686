import { mergeHistograms } from './histogram.ts';
import type { Tally } from './records.ts';

const samplesMost = 8;

/**
 * Adds tallies up, as the engine itself does; null for none. The same bytes come out whatever the order of the
 * tallies, and however they were added up before (the engine keeps numbers that are not whole on a grid).
 */
export function mergeTallies(tallies: readonly Tally[]): Tally | null {
  const [first, ...rest] = tallies;
  if (!first) return null;
  const sum = structuredClone(first);
  for (const { counts, shares, audit } of rest) {
    addInto(sum.counts, counts);
    addInto(sum.shares, shares);
    sum.audit = mergeAudits(sum.audit, audit);
  }
  const ids = new Set(tallies.flatMap(({ histograms }) => Object.keys(histograms)).sort());
  return {
    ...sum,
    errors: sumOf(tallies.map(({ errors }) => errors)),
    statuses: sumOf(tallies.map(({ statuses }) => statuses)),
    samples: oneOfEach(tallies.flatMap(({ samples }) => samples)),
    histograms: Object.fromEntries(
      [...ids].map((id) => [id, mergeHistograms(tallies.flatMap(({ histograms }) => histograms[id] ?? []))]),
    ),
  };
}

/** One message of each way to fail, the first in alphabetical order of both (`xk6-seatrial/internal/tally/samples.go`). */
function oneOfEach(samples: readonly string[]): string[] {
  const found = new Map<string, string>();
  for (const sample of [...samples].sort()) {
    const [way] = /^(?:http-status: [^ ]*|[^:]*)/.exec(sample)!;
    if (!found.has(way)) found.set(way, sample);
  }
  return [...found.values()].slice(0, samplesMost);
}

function sumOf(counts: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const one of counts) addInto(sum, one);
  return Object.fromEntries(Object.entries(sum).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function addInto(to: Record<string, number>, from: Readonly<Record<string, number>>): void {
  for (const [key, value] of Object.entries(from)) to[key] = (to[key] ?? 0) + value;
}

/** Times and counts add up; of the rest the worst counts. */
function mergeAudits(a: Tally['audit'], b: Tally['audit']): Tally['audit'] {
  const known = (key: 'throttledSeconds' | 'linkBytes', combine: (values: number[]) => number) => {
    const values = [a[key], b[key]].filter((value) => value !== null);
    return values.length > 0 ? combine(values) : null;
  };
  const sum = (key: KeysOf<Tally['audit'], number>) => a[key] + b[key];
  const worst = (key: KeysOf<Tally['audit'], number>) => Math.max(a[key], b[key]);
  return {
    wallSeconds: sum('wallSeconds'),
    cpuSeconds: sum('cpuSeconds'),
    gcSeconds: sum('gcSeconds'),
    throttledSeconds: known('throttledSeconds', (values) => values.reduce((x, y) => x + y, 0)),
    cpuLimit: worst('cpuLimit'),
    schedulerLag: worst('schedulerLag'),
    stalledSeconds: sum('stalledSeconds'),
    schedulerWait: worst('schedulerWait'),
    gcPause: worst('gcPause'),
    residentBytes: worst('residentBytes'),
    lateStarts: sum('lateStarts'),
    kernelReads: sum('kernelReads'),
    userReads: sum('userReads'),
    doubtfulReads: sum('doubtfulReads'),
    clockSteps: sum('clockSteps'),
    socketErrors: sum('socketErrors'),
    bytesIn: sum('bytesIn'),
    bytesOut: sum('bytesOut'),
    segments: sum('segments'),
    resentSegments: sum('resentSegments'),
    bytesPeak: worst('bytesPeak'),
    linkBytes: known('linkBytes', (values) => Math.min(...values)),
  };
}

type KeysOf<T, V> = { [K in keyof T]: T[K] extends V ? K : never }[keyof T];

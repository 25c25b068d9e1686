import { mergeHistograms } from './histogram.ts';
import type { Tally } from './records.ts';

/** Adds tallies up in the order given, as the engine itself does; null for none. */
export function mergeTallies(tallies: readonly Tally[]): Tally | null {
  const [first, ...rest] = tallies;
  if (!first) return null;
  const sum = structuredClone(first);
  for (const { counts, shares, errors, statuses, samples, audit } of rest) {
    addInto(sum.counts, counts);
    addInto(sum.shares, shares);
    addInto(sum.errors, errors);
    addInto(sum.statuses, statuses);
    sum.samples = [...new Set([...sum.samples, ...samples])].slice(0, 5);
    sum.audit = mergeAudits(sum.audit, audit);
  }
  const ids = new Set(tallies.flatMap(({ histograms }) => Object.keys(histograms)));
  for (const id of ids)
    sum.histograms[id] = mergeHistograms(tallies.flatMap(({ histograms }) => histograms[id] ?? []));
  return sum;
}

function addInto(to: Record<string, number>, from: Readonly<Record<string, number>>): void {
  for (const [key, value] of Object.entries(from)) to[key] = (to[key] ?? 0) + value;
}

function mergeAudits(a: Tally['audit'], b: Tally['audit']): Tally['audit'] {
  const throttled = [a.throttledSeconds, b.throttledSeconds].filter((value) => value !== null);
  return {
    wallSeconds: a.wallSeconds + b.wallSeconds,
    cpuSeconds: a.cpuSeconds + b.cpuSeconds,
    throttledSeconds: throttled.length > 0 ? throttled.reduce((sum, value) => sum + value, 0) : null,
    cpuLimit: Math.max(a.cpuLimit, b.cpuLimit),
    schedulerLag: Math.max(a.schedulerLag, b.schedulerLag),
    schedulerWait: Math.max(a.schedulerWait, b.schedulerWait),
    gcPause: Math.max(a.gcPause, b.gcPause),
    residentBytes: Math.max(a.residentBytes, b.residentBytes),
  };
}

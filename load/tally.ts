import { mergeHistograms } from './histogram.ts';
import type { Tally } from './records.ts';

const samplesMost = 5;

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
    samples: [...new Set(tallies.flatMap(({ samples }) => samples))].sort().slice(0, samplesMost),
    histograms: Object.fromEntries(
      [...ids].map((id) => [id, mergeHistograms(tallies.flatMap(({ histograms }) => histograms[id] ?? []))]),
    ),
  };
}

function sumOf(counts: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const one of counts) addInto(sum, one);
  return Object.fromEntries(Object.entries(sum).sort(([a], [b]) => (a < b ? -1 : 1)));
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
    lateStarts: a.lateStarts + b.lateStarts,
  };
}

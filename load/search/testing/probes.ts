import type { Batch, Probe } from '../probe.ts';

/** A batch of one second in perfect balance: so many streams, requests and good ones among them. */
export function sampleBatch(change: Partial<Batch> & { streams?: number } = {}): Batch {
  const { streams = 4, ...rest } = change;
  const started = rest.started ?? 20;
  const perSecond = rest.perSecond ?? started;
  return {
    windowSeconds: 1,
    started,
    complete: started - (rest.failed ?? 0),
    failed: 0,
    good: started,
    perSecond,
    responseMs: (1000 * streams) / perSecond,
    inFlight: streams,
    ...rest,
  };
}

/** A sound probe at a level, of six such batches. */
export function sampleProbe(change: Partial<Probe> = {}, batch: Partial<Batch> = {}): Probe {
  const level = change.level ?? 4;
  return {
    level,
    purpose: 'climb',
    startedAt: '2026-11-21T10:00:00.000Z',
    seconds: 10,
    loadSeconds: 9,
    requests: 160,
    batches: Array.from({ length: 6 }, () => sampleBatch({ streams: level, ...batch })),
    histograms: {},
    errors: [],
    invalid: [],
    lost: null,
    guard: null,
    ...change,
  };
}

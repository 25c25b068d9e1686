import type { Measurement } from '../next-probe.ts';
import type { SearchOptions } from '../options.ts';
import type { Probe } from '../probe.ts';
import { random, type ServiceModel } from './service-model.ts';
import { type SimulatedWindow, Simulation } from './simulation.ts';

/** Runs a stretch of load against a fresh model in virtual time. */
export function simulate(
  make: (uniform: () => number) => ServiceModel,
  load: { streams: number } | { rate: number; arrivals: 'constant' | 'poisson' },
  windows: readonly number[],
  seed: number,
  mostSeconds = Number.POSITIVE_INFINITY,
  timeoutSeconds = 10,
): { windows: SimulatedWindow[]; cut: boolean; seconds: number; requests: number } {
  const uniform = random(seed);
  const simulation = new Simulation(make(uniform), uniform, timeoutSeconds);
  if ('streams' in load) simulation.closed(load.streams);
  else simulation.open(load.rate, load.arrivals);
  const seen: SimulatedWindow[] = [];
  for (const seconds of windows)
    if (simulation.now < mostSeconds) seen.push(simulation.window(seconds, mostSeconds));
  return {
    windows: seen,
    cut: simulation.now >= mostSeconds,
    seconds: simulation.now,
    requests: simulation.requests,
  };
}

/** One probe as the search's core sees it, without a driver and its histograms. */
export function simulateProbe(
  make: (uniform: () => number) => ServiceModel,
  { level, purpose, batchSeconds, loadSeconds, mostSeconds }: Measurement,
  options: SearchOptions,
  sloMs: number,
  seed: number,
): Probe {
  const load = options.mode === 'rate' ? { rate: level, arrivals: options.arrivals } : { streams: level };
  const warmup = Math.max(1, Math.ceil(2 / batchSeconds));
  const lengths = Array.from({ length: warmup + options.batches }, () => batchSeconds);
  const run = simulate(make, load, lengths, seed, mostSeconds);
  return {
    level,
    purpose,
    startedAt: new Date(0).toISOString(),
    seconds: run.seconds + 1,
    loadSeconds,
    requests: run.requests,
    batches: run.windows.slice(run.cut && options.mode === 'rate' ? 0 : warmup).map((window) => ({
      windowSeconds: window.seconds,
      started: window.started + window.cancelled,
      complete: window.responses.length,
      failed: window.failed,
      good: window.responses.filter((response) => response * 1000 <= sloMs).length,
      perSecond: window.shares / window.seconds,
      responseMs:
        window.responses.length > 0
          ? (1000 * window.responses.reduce((sum, one) => sum + one, 0)) / window.responses.length
          : null,
      inFlight: window.inFlight,
    })),
    histograms: {},
    errors: window429(run.windows),
    invalid: [],
    lost: run.cut ? 'the budget of seconds is used up' : null,
    guard: null,
  };
}

const window429 = (windows: readonly SimulatedWindow[]): string[] =>
  windows.some(({ failed }) => failed > 0) ? ['http-status: 429'] : [];

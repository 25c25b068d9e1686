import type { Truth } from '../truth/truth-process.ts';
import type { BenchLoad } from './case.ts';
import type { ClientReport } from './client.ts';

/** How true a client was; times in milliseconds, null where it does not tell. */
export type Fidelity = {
  /** Percentile that the client says less that of the truth, over the whole run with its ramp. */
  readonly ttftErrorP50: number | null;
  readonly ttftErrorP99: number | null;
  /** Difference (without sign) to the truth of the same request, p50 and p99, of those after the ramp. */
  readonly sameRequestP50: number | null;
  readonly sameRequestP99: number | null;
  /** The client's p99 of the gaps less that of the truth. */
  readonly gapErrorP99: number | null;
  /** Requests a second that arrived after the ramp and were answered whole, by the server. */
  readonly requestsPerSecond: number;
  /** Open loop: how late requests came to the server, p99, and how many of the wanted ones came. */
  readonly startLatenessP99: number | null;
  readonly shareOfRate: number | null;
  /** How late the server itself was, p99 of the chunks. */
  readonly truthLatenessP99: number;
  /** Requests of the client's that could be found at the server, and those that it says have failed. */
  readonly matched: number;
  readonly failed: number;
};

/** The measured window on CLOCK_MONOTONIC, nanoseconds. */
export type Window = { readonly from: number; readonly to: number };

/** It begins when the first request came, and the ramp is over. */
export function windowOf(truth: readonly Truth[], warmupSeconds: number, measureSeconds: number): Window {
  const from = (truth[0]?.arrival_ns ?? 0) + warmupSeconds * 1e9;
  return { from, to: from + measureSeconds * 1e9 };
}

/**
 * Holds what a client says against what the server did. The true TTFT of a request is its first chunk's write less
 * the arrival of the request, which the kernel stamped.
 */
export function compare(
  truth: readonly Truth[],
  report: ClientReport,
  window: Window,
  load: BenchLoad,
): Fidelity {
  const whole = truth.filter(({ ending }) => ending === 'whole');
  const inside = whole.filter(({ arrival_ns: at }) => at >= window.from && at < window.to);
  const said = new Map(report.requests.map((one) => [one.rid, one]));
  const pairs = (of: readonly Truth[]) =>
    of.flatMap((one) => {
      const ttft = said.get(one.rid)?.ttftMs;
      return ttft === undefined ? [] : [{ truth: one.before_ns[0]! / 1e6, client: ttft }];
    });
  const all = pairs(whole);
  const same = pairs(inside).map((pair) => Math.abs(pair.client - pair.truth));
  const difference = (q: number) =>
    all.length === 0
      ? null
      : quantile(
          all.map((pair) => pair.client),
          q,
        )! -
        quantile(
          all.map((pair) => pair.truth),
          q,
        )!;
  const gaps = inside.flatMap((one) => one.before_ns.slice(1).map((at, i) => (at - one.before_ns[i]!) / 1e6));
  const gap = quantile(gaps, 0.99);
  const seconds = (window.to - window.from) / 1e9;
  return {
    ttftErrorP50: difference(0.5),
    ttftErrorP99: difference(0.99),
    sameRequestP50: quantile(same, 0.5),
    sameRequestP99: quantile(same, 0.99),
    gapErrorP99: report.gapP99Ms === undefined || gap === null ? null : report.gapP99Ms - gap,
    requestsPerSecond: inside.length / seconds,
    startLatenessP99: startLateness(inside, said),
    shareOfRate: 'rate' in load ? inside.length / (load.rate * seconds) : null,
    truthLatenessP99:
      quantile(
        inside.flatMap((one) => one.before_ns.map((at, i) => (at - one.due_ns[i]!) / 1e6)),
        0.99,
      ) ?? 0,
    matched: all.length,
    failed: report.requests.filter(({ ttftMs }) => ttftMs === undefined).length,
  };
}

/**
 * How much later than its schedule a request came to the server, against the one that came the earliest: the clocks
 * of client and server need not agree for that, and the client's own word on how late it was is not asked for.
 */
function startLateness(
  inside: readonly Truth[],
  said: ReadonlyMap<string, ClientReport['requests'][number]>,
): number | null {
  const late = inside.flatMap(({ rid, arrival_ns: at }) => {
    const intended = said.get(rid)?.intendedMs;
    return intended === undefined ? [] : [at / 1e6 - intended];
  });
  const earliest = late.reduce((least, one) => Math.min(least, one), Number.POSITIVE_INFINITY);
  const p99 = quantile(late, 0.99);
  return p99 === null ? null : p99 - earliest;
}

/** Nearest rank; null of nothing. */
export function quantile(values: readonly number[], q: number): number | null {
  if (values.length === 0) return null;
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)]!;
}

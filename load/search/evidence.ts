import { shareBounds } from './binomial.ts';
import type { LittleFinding } from './findings.ts';
import { judgeProbe, total } from './judge-probe.ts';
import type { SearchOptions } from './options.ts';
import type { Batch, Probe } from './probe.ts';

/** What all probes at one level say together. */
export type Evidence = {
  readonly level: number;
  readonly valid: readonly Probe[];
  readonly voids: number;
  readonly faults: readonly string[];
  /** The audit of the generator spoke against a probe that was thrown away. */
  readonly generator: boolean;
  readonly requests: number;
  readonly good: number;
  readonly share: number;
  /** Requests are not independent: so many times as many are needed. */
  readonly spread: number;
  readonly bounds: readonly [number, number];
  readonly verdict: 'holds' | 'fails' | 'undecided' | 'void';
  readonly leaning: 'holds' | 'fails';
  readonly perSecond: number;
  /** An open loop that gets fewer complete answers than it asks for. */
  readonly short: boolean;
  readonly responseMs: number | null;
  readonly little: LittleFinding | null;
  readonly behind: boolean;
};

/** Of an open loop's requests so many have to be answered in the same time on this side of the knee. */
const answered = 0.96;
/** Nothing is proven by fewer requests than this. */
const fewest = 10;

/** What the history says, level by level. */
export function evidenceOf(
  history: readonly Probe[],
  options: Pick<SearchOptions, 'mode' | 'share' | 'confidence' | 'looks'>,
): ReadonlyMap<number, Evidence> {
  const byLevel = Map.groupBy(history, ({ level }) => level);
  return new Map([...byLevel].map(([level, probes]) => [level, weigh(level, probes, options)]));
}

function weigh(
  level: number,
  probes: readonly Probe[],
  { mode, share: wanted, confidence, looks }: Parameters<typeof evidenceOf>[1],
): Evidence {
  const judged = probes.map((probe) => ({ probe, ...judgeProbe(probe, mode) }));
  const sound = judged.filter(({ faults }) => faults.length === 0);
  const bad = judged.filter(({ faults }) => faults.length > 0);
  const valid = sound.map(({ probe }) => probe);
  const batches = valid.flatMap((probe) => probe.batches);
  const requests = total(batches, 'started');
  const good = total(batches, 'good');
  const spread = spreadOf(batches, good, requests);
  // Each look may err: together they must not err more often than the confidence allows.
  const alpha = (1 - confidence) / looks;
  const bounds = requests > 0 ? shareBounds(good / spread, requests / spread, alpha) : ([0, 1] as const);
  const behind = sound.filter((one) => one.behind).length * 2 > sound.length;
  const leaning = !behind && good >= wanted * requests ? 'holds' : 'fails';
  const proven =
    requests < fewest
      ? 'undecided'
      : bounds[1] < wanted || behind
        ? 'fails'
        : bounds[0] >= wanted
          ? 'holds'
          : 'undecided';
  return {
    level,
    valid,
    voids: bad.length,
    faults: [...new Set(bad.flatMap(({ faults }) => faults))],
    generator: bad.some(({ probe }) => probe.lost === null && probe.invalid.length > 0),
    requests,
    good,
    share: requests > 0 ? good / requests : 0,
    spread,
    bounds,
    verdict: valid.length === 0 ? 'void' : proven,
    leaning,
    perSecond:
      weighted(
        batches,
        ({ windowSeconds }) => windowSeconds,
        ({ perSecond }) => perSecond,
      ) ?? 0,
    short: behind || isShort(batches, requests),
    responseMs: weighted(
      batches,
      ({ complete }) => complete,
      ({ responseMs }) => responseMs,
    ),
    little: sound.at(-1)?.little ?? null,
    behind,
  };
}

function isShort(batches: readonly Batch[], requests: number): boolean {
  const ended = batches.reduce((sum, { perSecond, windowSeconds }) => sum + perSecond * windowSeconds, 0);
  // As many requests as are under way cross the edges of each window, now more inwards and now more outwards.
  const underWay = batches.map(({ perSecond, responseMs }) =>
    Math.max(1, (perSecond * (responseMs ?? 0)) / 1000),
  );
  const edges = 2 * Math.sqrt(underWay.reduce((sum, one) => sum + one, 0));
  return ended < answered * requests - edges;
}

/** How much more the batches' shares differ than those of independent requests would (1 or more). */
function spreadOf(batches: readonly Batch[], good: number, requests: number): number {
  const used = batches.filter(({ started }) => started > 0);
  const p = good / requests;
  if (used.length < 2 || good === 0 || good === requests) return 1;
  const chi = used.reduce(
    (sum, one) => sum + (one.good - one.started * p) ** 2 / (one.started * p * (1 - p)),
    0,
  );
  return Math.max(1, chi / (used.length - 1));
}

function weighted(
  batches: readonly Batch[],
  weight: (batch: Batch) => number,
  value: (batch: Batch) => number | null,
): number | null {
  const used = batches.filter((one) => value(one) !== null && weight(one) > 0);
  const sum = used.reduce((all, one) => all + weight(one), 0);
  return sum === 0 ? null : used.reduce((all, one) => all + weight(one) * value(one)!, 0) / sum;
}

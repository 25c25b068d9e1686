import type { Verdict } from '../../../../load/judge/decide.ts';
import type { PairOptions } from '../../../../load/judge/pairs/judge-differences.ts';
import { orderOfPair, type Side } from '../../../../load/judge/pairs/order.ts';
import type { LoadResult } from '../../../../load/result.ts';
import { findingsOf, type RunPair, type VersusFinding, verdictOf } from './findings.ts';
import type { VersusMetric } from './metrics.ts';
import { readRun, troubleOf, type VersusRun } from './read-run.ts';

/** A run that says nothing, because this machine or the load was not sound. */
export interface VoidRun {
  /** Counted from 0. */
  readonly pair: number;
  readonly side: Side;
  readonly reason: string;
}

export interface VersusOutcome {
  /** `partial`: ended early, for `reason`; `aborted`: by the caller's signal. */
  readonly status: 'complete' | 'partial' | 'aborted';
  readonly reason?: string;
  readonly verdict: Verdict;
  readonly findings: readonly VersusFinding[];
  readonly pairs: readonly RunPair[];
  readonly voided: readonly VoidRun[];
}

export interface VersusHost {
  /** Makes one load run, and answers when it is over. */
  readonly measure: (side: Side, pair: number) => Promise<LoadResult>;
  /** After each run that counts. */
  readonly onRun?: (side: Side, pair: number, run: VersusRun) => void;
  readonly onVoid?: (run: VoidRun) => void;
  readonly signal: AbortSignal;
}

/**
 * Measures pair after pair, one run at a time, until the verdict stands. A void run makes its pair void, which is
 * measured again from its first run on and in the same order: both runs of a pair lie side by side. As many runs may be
 * void as there may be pairs. What a guard ended is not tried again.
 */
export async function measurePairs(
  metrics: readonly VersusMetric[],
  options: PairOptions & { readonly maxPairs: number },
  seed: number,
  host: VersusHost,
): Promise<VersusOutcome> {
  const { maxPairs } = options;
  const pairs: RunPair[] = [];
  const voided: VoidRun[] = [];
  for (;;) {
    const findings = findingsOf(metrics, pairs, options);
    const verdict = pairs.length === 0 ? 'more' : verdictOf(findings);
    const known = { findings, pairs, voided };
    if (verdict !== 'more') return { status: 'complete', verdict, ...known };
    const measured = await measurePair(pairs.length, metrics, seed, host);
    if ('ended' in measured) return { ...measured.ended, verdict: 'inconclusive', ...known };
    if ('old' in measured) pairs.push(measured);
    else {
      voided.push(measured);
      host.onVoid?.(measured);
    }
    const reason = `${voided.length} runs were void, the last of them because: ${voided.at(-1)?.reason}`;
    if (voided.length > maxPairs) return { status: 'partial', reason, verdict: 'inconclusive', ...known };
  }
}

type Ended = { readonly ended: { readonly status: 'partial' | 'aborted'; readonly reason: string } };

async function measurePair(
  pair: number,
  metrics: readonly VersusMetric[],
  seed: number,
  { measure, onRun, signal }: VersusHost,
): Promise<RunPair | VoidRun | Ended> {
  const runs: Partial<Record<Side, VersusRun>> = {};
  for (const side of orderOfPair(seed, pair)) {
    const result = await measure(side, pair);
    if (signal.aborted) return { ended: { status: 'aborted', reason: 'the comparison was stopped' } };
    if (result.stoppedBy)
      return { ended: { status: 'partial', reason: result.reason ?? `${result.stoppedBy.name} ended it` } };
    const reason = troubleOf(result);
    if (reason !== null) return { pair, side, reason };
    const run = readRun(metrics, result);
    runs[side] = run;
    onRun?.(side, pair, run);
  }
  return runs as RunPair;
}

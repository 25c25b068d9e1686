import type { Side } from '../../../../load/judge/pairs/order.ts';
import { type LoadPlan, loadPlanSchema } from '../../../../load/plan.ts';
import { protocols } from '../../../../load/protocols/index.ts';
import type { LoadResult } from '../../../../load/result.ts';
import { histogramOf, levelOf, loadResultOf } from '../testing.ts';
import { measurePairs, type VersusOutcome } from './measure-pairs.ts';
import { metricsFor, type VersusMetric } from './metrics.ts';

export const planTo = (url: string, over: object = {}): LoadPlan =>
  loadPlanSchema.parse({
    target: { url, protocol: 'cartesia-bytes' },
    workload: { name: 'default', texts: ['Ahoy.'], seed: 3 },
    levels: [{ streams: 4 }],
    measureSeconds: 10,
    budget: { maxRequests: 1000, maxSeconds: 100, maxStreams: 8 },
    ...over,
  });

export const metrics: readonly VersusMetric[] = metricsFor(
  planTo('http://old.example'),
  protocols.get('cartesia-bytes')!,
  undefined,
);

/** A run in which the first audio took so long, with so many of 400 requests failed. */
export function runOf(ms: number, failed = 0): LoadResult {
  const { counts, ...level } = levelOf(400);
  const complete = 400 - failed;
  const value = { unit: 'ms', value: ms, samples: complete };
  return loadResultOf([
    {
      ...level,
      counts: { ...counts, complete, failed },
      histograms: { ttfa: histogramOf([ms]) },
      scalars: failed === 400 ? [] : ['ttfa_p50', 'ttfa_p95'].map((definition) => ({ definition, ...value })),
      unwarranted: [],
    },
  ]);
}

/** Measures by what each side answers to its nth run, from 0; tells in which order it was asked. */
export async function compared(
  answer: (side: Side, nth: number) => LoadResult,
  maxPairs = 12,
  signal = new AbortController().signal,
): Promise<VersusOutcome & { readonly asked: readonly Side[] }> {
  const asked: Side[] = [];
  let underWay = 0;
  const outcome = await measurePairs(metrics, { maxPairs }, 3, {
    signal,
    async measure(side) {
      if (++underWay > 1) throw new Error('two runs at once');
      const result = answer(side, asked.filter((one) => one === side).length);
      asked.push(side);
      await Promise.resolve();
      underWay--;
      return result;
    },
  });
  return { ...outcome, asked };
}

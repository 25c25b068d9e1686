import { z } from 'zod';
import { definitions } from '../../load/definitions.ts';
import type { BudgetedLevel } from './budget.ts';
import type { Criterion } from './plan.ts';

/** An absolute bound of the user's own, whatever the GPU's table or the accepted runs say. */
export const benchLimit = z.strictObject({
  workload: z.string().min(1).max(63).optional().describe('Left out: every workload of the trial.'),
  definition: z
    .string()
    .max(64)
    .refine((id) => definitions.has(id), 'is no id of docs/definitions.md, such as ttfa_p95')
    .describe('What is bounded: an id of docs/definitions.md, such as ttfa_p95.'),
  streamsPerGpu: z
    .number()
    .int()
    .min(1)
    .max(1000)
    .optional()
    .describe('At which level; left out, or not measured: the nearest below, or else the lowest.'),
  limit: z
    .number()
    .min(0)
    .describe("In the definition's unit: at most that much, or at least where more is better."),
});
export type BenchLimit = z.infer<typeof benchLimit>;

/** The criteria with the user's limits among them: a bounded number decides, whether the workload names it or not. */
export const withLimits = (
  criteria: readonly Criterion[],
  workload: string,
  levels: readonly BudgetedLevel[],
  limits: readonly BenchLimit[],
): Criterion[] =>
  limits
    .filter((one) => one.workload === undefined || one.workload === workload)
    .reduce((all, one) => withLimit(all, levelOf(levels, one.streamsPerGpu), one), [...criteria]);

function withLimit(
  criteria: readonly Criterion[],
  { streams, streamsPerGpu }: BudgetedLevel,
  { definition, limit }: BenchLimit,
): Criterion[] {
  const id = `${streamsPerGpu}/${definition}`;
  const bounded = { primary: true, expected: { limit, source: 'limit of the Trial' } };
  if (criteria.some((one) => one.id === id))
    return criteria.map((one) => (one.id === id ? { ...one, ...bounded } : one));
  const { title, unit, better } = definitions.get(definition)!;
  const named = `${title} at ${streamsPerGpu} ${streamsPerGpu === 1 ? 'stream' : 'streams'} per GPU`;
  const measured = { id, definition, unit, streamsPerGpu, streams, better, perGpu: false, minEffect: null };
  return [...criteria, { ...measured, title: named, ...bounded }];
}

function levelOf(levels: readonly BudgetedLevel[], wanted = 0): BudgetedLevel {
  const rising = [...levels].sort((a, b) => a.streamsPerGpu - b.streamsPerGpu);
  return rising.filter(({ streamsPerGpu }) => streamsPerGpu <= wanted).at(-1) ?? rising[0]!;
}

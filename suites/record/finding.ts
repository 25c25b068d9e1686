import { z } from 'zod';
import { outcome } from './outcome.ts';

const text = (max: number) => z.string().max(max);

/** What was expected, what was seen, and on which objects (`Deployment/cartesia-api`). Bounded, so that a run fits its status. */
export const evidence = z.object({
  expected: text(500).optional(),
  seen: text(1000).optional(),
  objects: z.array(text(120)).max(20).optional(),
});
export type Evidence = z.infer<typeof evidence>;

/** One number with the id of its definition (`load/definitions.ts`), and the samples behind it. */
export const measure = z.object({
  definition: z.string(),
  value: z.number(),
  unit: z.string(),
  samples: z.number().int().nonnegative().optional(),
});
export type Measure = z.infer<typeof measure>;

/** One answer of one check: the outcome, the reason in one sentence, and the evidence for it. */
export const finding = z.object({
  outcome,
  reason: text(1000),
  evidence: evidence.optional(),
  measures: z.array(measure).max(40).optional(),
});
export type Finding = z.infer<typeof finding>;

const cut = (value: string, max: number): string =>
  value.length <= max ? value : `${value.slice(0, max - 1)}…`;

/** Cuts a finding to the record's bounds, so that a long body cannot make a run unstorable. */
export function bounded(found: Finding): Finding {
  const { expected, seen, objects } = found.evidence ?? {};
  return {
    outcome: found.outcome,
    reason: cut(found.reason, 1000),
    ...(found.evidence && {
      evidence: {
        ...(expected !== undefined && { expected: cut(expected, 500) }),
        ...(seen !== undefined && { seen: cut(seen, 1000) }),
        ...(objects && { objects: objects.slice(0, 20).map((name) => cut(name, 120)) }),
      },
    }),
    ...(found.measures && { measures: found.measures.slice(0, 40) }),
  };
}

const answer =
  (kind: Finding['outcome']) =>
  (reason: string, seen?: Evidence, measures?: Measure[]): Finding =>
    bounded({ outcome: kind, reason, ...(seen && { evidence: seen }), ...(measures && { measures }) });

export const pass = answer('pass');
export const fail = answer('fail');
export const inconclusive = answer('inconclusive');
export const skip = answer('skip');

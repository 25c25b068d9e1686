import { z } from 'zod';
import { measured } from '../bench/plan.ts';
import { troubleReport } from '../operations/bundle/failing-pods-report.ts';
import { changesBeside } from '../operations/diff/changes-since.ts';
import { decision, verdict } from '../record/outcome.ts';
import { attempt } from '../record/result.ts';
import { occurrence, subject } from '../release/subject.ts';

const at = z.string();

/** Which of a run's two releases a step is about: the one on trial, or the one rolled back to. */
export const leg = z.enum(['release', 'rollback']);
export type Leg = z.infer<typeof leg>;

/** What was seen while the release rolled out. */
export const rolloutObservation = z.object({
  seconds: z.number().nonnegative(),
  pods: z.number().int(),
  workloads: z.number().int(),
  /** The least available pods seen per workload, of those desired. */
  leastAvailable: z.record(z.string(), z.object({ available: z.number().int(), desired: z.number().int() })),
  /** The most workloads that were seen moving at the same time. */
  movedAtOnce: z.array(z.string().max(120)).max(100).default([]),
  /** Of a request a second: `expected` were put off as a drain or a cold start does, `cut` ended in the middle. */
  probe: z
    .object({
      requests: z.number().int(),
      failed: z.number().int(),
      expected: z.number().int().default(0),
      cut: z.number().int().default(0),
    })
    .nullable(),
});
export type RolloutObservation = z.infer<typeof rolloutObservation>;

const judgement = {
  verdict,
  decision,
  blame: z.string(),
  reasons: z.array(z.string()).max(20),
};

/** One thing that happened. The journal is append-only: with the plan it is the whole state of a run. */
export const journalEntry = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('settled'),
    at,
    leg,
    attempt,
    observed: rolloutObservation.nullable(),
    subject: subject.nullable(),
    /** What changed since the record from before the rollout. */
    changes: changesBeside.nullable().default(null),
    /** Why it does not come up, where it did not. */
    trouble: troubleReport.nullable().default(null),
  }),
  z.object({ kind: z.literal('checked'), at, leg, suite: z.string(), check: z.string(), attempt }),
  z.object({ kind: z.literal('measured'), at, measured }),
  z.object({ kind: z.literal('superseded'), at, by: occurrence, reason: z.string() }),
  z.object({ kind: z.literal('expired'), at, reason: z.string() }),
  z.object({ kind: z.literal('decided'), at, ...judgement }),
  z.object({ kind: z.literal('accepted'), at, baselines: z.array(z.string()) }),
  /** One benchmark run of the soak, after the pass. */
  z.object({ kind: z.literal('soaked'), at, measured }),
  /** Over, with nothing proven against the release: its pass stands. `baselines` took the runs of one that passed. */
  z.object({
    kind: z.literal('soak-ended'),
    at,
    outcome: z.enum(['passed', 'inconclusive', 'superseded']),
    reason: z.string().max(500),
    baselines: z.array(z.string()),
  }),
  /** A regression that the soak proved: it stands in place of the pass. */
  z.object({ kind: z.literal('soak-decided'), at, ...judgement }),
  /** What the pass had added to baselines was taken out again. */
  z.object({ kind: z.literal('withdrawn'), at, baselines: z.array(z.string()) }),
  /** Written before the signal is delivered: delivered at least once, deduplicated by `id`. */
  z.object({ kind: z.literal('signal-queued'), at, id: z.string(), decision }),
  z.object({
    kind: z.literal('signal-delivered'),
    at,
    id: z.string(),
    receipts: z.array(z.string().max(300)).max(10),
  }),
  z.object({ kind: z.literal('rollback-started'), at, job: z.string(), target: occurrence }),
  z.object({
    kind: z.literal('rollback-ended'),
    at,
    outcome: z.enum(['done', 'failed', 'refused']),
    reason: z.string().max(1000),
    revision: z.number().int().nullable(),
  }),
  z.object({ kind: z.literal('finished'), at, needsHuman: z.string().nullable() }),
]);
export type JournalEntry = z.infer<typeof journalEntry>;
export type Journal = readonly JournalEntry[];

export type EntryOf<K extends JournalEntry['kind']> = Extract<JournalEntry, { kind: K }>;

/** The entries of one kind, in order. */
export const entriesOf = <K extends JournalEntry['kind']>(journal: Journal, kind: K): EntryOf<K>[] =>
  journal.filter((entry): entry is EntryOf<K> => entry.kind === kind);

/** The last entry of one kind. */
export const lastOf = <K extends JournalEntry['kind']>(journal: Journal, kind: K): EntryOf<K> | undefined =>
  entriesOf(journal, kind).at(-1);

/** The decision that stands: a soak's, where it took the first one back. */
export const standingDecision = (journal: Journal): EntryOf<'decided' | 'soak-decided'> | undefined =>
  lastOf(journal, 'soak-decided') ?? lastOf(journal, 'decided');

import { z } from 'zod';
import { plannedBench } from '../bench/plan.ts';
import { soakPlan } from '../bench/soak-plan.ts';
import { checkDefinitions } from '../declared/definition.ts';
import { plannedQuality } from '../quality/plan.ts';
import { blame, gate } from '../record/outcome.ts';
import { releaseSnapshot } from '../release/snapshot.ts';
import { occurrence, subject } from '../release/subject.ts';
import { noSettings, settings } from '../settings.ts';

/** One check as planned: frozen, so that a later version of the code cannot change what a run owes. */
export const plannedCheck = z.object({
  suite: z.string(),
  check: z.string(),
  title: z.string(),
  gate,
  blames: blame,
  attempts: z.number().int().min(1).max(10),
  timeoutSeconds: z.number().positive(),
});
export type PlannedCheck = z.infer<typeof plannedCheck>;

/** The last revision that passed a trial: the only thing a rollback may go back to. */
export const verifiedRevision = occurrence.extend({ tag: z.string().nullable(), verifiedAt: z.string() });
export type VerifiedRevision = z.infer<typeof verifiedRevision>;

/** What may be done about a bad release, and why not where it may not. */
export const rollbackPolicy = z.object({
  policy: z.enum(['never', 'helm']),
  target: verifiedRevision.nullable(),
  /** A sentence where a rollback is not possible although policy allows it (first install, forward-only boundary). */
  withheld: z.string().nullable(),
  suite: z.array(plannedCheck).max(60),
});

/**
 * Everything a run will do, frozen when it starts. With the journal it determines every next step,
 * so that a killed run goes on where it was.
 */
export const runPlan = z.object({
  version: z.literal(1),
  /** The Seatrial that made the plan. */
  code: z.string(),
  /** A trial judges a release that is there; a preflight, whether the next one may come. */
  purpose: z.enum(['trial', 'preflight', 'go-live']).default('trial'),
  /** Unique and stable: names the run's Jobs, signals and report. */
  id: z.string(),
  createdAt: z.string(),
  deadlineAt: z.string(),
  trigger: z.enum(['rollout', 'manual', 'cli']),
  /** `namespace/name` of the Trial, or null for a run from the command line. */
  trial: z.string().nullable(),
  platform: z.string(),
  /** The release before this one, for the report's headline. */
  previousTag: z.string().nullable(),
  subject,
  /** Null: the release is taken as it is, settled or not. */
  settle: z
    .object({ deadlineSeconds: z.number().positive(), quietSeconds: z.number().nonnegative() })
    .nullable(),
  settings: settings.default(noSettings),
  /** What was there before the rollout, where it was recorded. */
  before: releaseSnapshot.nullable().default(null),
  checks: z.array(plannedCheck).max(200),
  bench: z.array(plannedBench).max(20),
  /** Null: the run is over with its verdict. */
  soak: soakPlan.nullable().default(null),
  /** What the scores of smoke checks are held against. */
  quality: plannedQuality.nullable().default(null),
  rollback: rollbackPolicy,
  /** Checks that the user declared; `checks` says which of them are owed. */
  declared: checkDefinitions.default([]),
  /** Ids of checks that failed before this rollout already: their failure is not this release's. */
  failedBefore: z.array(z.string()).max(200),
  /** Ids of checks whose skip policy allows. */
  allowedSkips: z.array(z.string()).max(200),
});
export type RunPlan = z.infer<typeof runPlan>;

/** True where Helm has installed the release and never changed it: there is nothing to go back to. */
export const isFirstInstall = ({ subject: { occurrence: seen } }: RunPlan): boolean =>
  seen.source === 'helm' && seen.revision === 1;

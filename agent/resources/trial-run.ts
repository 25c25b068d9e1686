import { createHash } from 'node:crypto';
import { z } from 'zod';
import { journalEntry } from '../../suites/engine/journal.ts';
import { runPhase } from '../../suites/engine/phase.ts';
import { runPlan } from '../../suites/engine/plan.ts';
import { decision, verdict } from '../../suites/record/outcome.ts';
import { type Occurrence, occurrence, occurrenceId } from '../../suites/release/subject.ts';
import { metadata } from './meta.ts';

/** One run, frozen when it is created. */
export const trialRunSpec = z.object({
  trial: z.string().describe('Name of the Trial.'),
  trigger: z.enum(['rollout', 'manual', 'cli']),
  occurrence: occurrence.describe('The deployment that is tried.'),
  tag: z.string().nullable().describe('The release tag, where the images agree on one.'),
  plan: runPlan.describe('Everything the run will do (a RunPlan).'),
});
export type TrialRunSpec = z.infer<typeof trialRunSpec>;

/** What a person reads, derived from the journal; and the journal, which is the truth. */
export const trialRunStatus = z.object({
  phase: runPhase.optional(),
  verdict: verdict.optional(),
  decision: decision.optional(),
  blame: z.string().optional(),
  reasons: z.array(z.string()).max(20).optional(),
  counts: z
    .object({
      pass: z.number().int(),
      fail: z.number().int(),
      inconclusive: z.number().int(),
      skip: z.number().int(),
    })
    .optional()
    .describe('Results so far, by outcome.'),
  activity: z.string().optional().describe('What is being done now.'),
  signal: z.object({ id: z.string(), receipts: z.array(z.string()) }).optional(),
  rollback: z
    .object({
      job: z.string(),
      outcome: z.enum(['running', 'done', 'failed', 'refused']),
      reason: z.string(),
      revision: z.number().int().nullable(),
    })
    .optional(),
  needsHuman: z.string().optional().describe('Why a person must look.'),
  startedAt: z.string().optional(),
  finishedAt: z.string().optional(),
  journal: z.array(journalEntry).max(1000).default([]).describe('Every step that was done, in order.'),
});
export type TrialRunStatus = z.infer<typeof trialRunStatus>;

export const trialRun = z.object({
  apiVersion: z.string(),
  kind: z.literal('TrialRun'),
  metadata,
  spec: trialRunSpec,
  status: trialRunStatus.prefault({}),
});
export type TrialRun = z.infer<typeof trialRun>;

/** Deterministic, so that the API server refuses a second automatic run of one occurrence. */
export const runName = (trialName: string, of: Occurrence): string => `${trialName}-${occurrenceId(of)}`;

const shownName = 20;

/**
 * The id of a run, which its Jobs and signals are named by: at most 45 characters, and never the same again. A run
 * that a person deleted so that it is made anew, or one of another namespace, must not find this one's Jobs.
 */
export function runId(trialKey: string, of: Occurrence, createdAt: Date): string {
  const text = [trialKey, occurrenceId(of), createdAt.toISOString()].join(' ');
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 8);
  const name = trialKey.slice(trialKey.indexOf('/') + 1).slice(0, shownName);
  return `${name}-r${of.revision}-${hash}`;
}

import { z } from 'zod';
import { calibration } from '../../suites/bench/calibration.ts';
import { metadata } from './meta.ts';

/** Longer names of numbers are not kept. */
export const longestName = 64;

/** Numbers by a short name; so many at most. */
const numbers = (most: number) =>
  z
    .record(z.string().max(longestName), z.number())
    .refine((all) => Object.keys(all).length <= most, `at most ${most} numbers`)
    .meta({ maxProperties: most });

/** Of one run, the criteria that a plan may have, and the other numbers that are kept beside them. */
export const mostCriteria = 40;
export const mostBeside = 10;

/** The scalars of one accepted benchmark run, by criterion id (`8/ttfa_p95`). */
export const acceptedRun = z.object({
  at: z.string().max(40).describe('When it was measured (RFC 3339).'),
  run: z.string().max(100).describe('The run it comes from; accepting the same again changes nothing.'),
  scalars: numbers(mostCriteria).describe('Value by criterion id.'),
  podAgeSeconds: z
    .number()
    .min(0)
    .optional()
    .describe('Age of the youngest pod that served, in seconds; left out: right after a rollout.'),
  controls: numbers(mostBeside)
    .optional()
    .describe('Numbers that the release has no part in, by name and unit.'),
  background: numbers(mostBeside)
    .optional()
    .describe('The most that the guards saw of other users while it was measured, by guard.'),
  imported: z.boolean().optional().describe('Not measured on this cluster.'),
});
export type AcceptedRun = z.infer<typeof acceptedRun>;

/** Accepted runs kept per key and age of the pods. */
export const keptRuns = 20;
/** Fresh and settled pods. */
const keptInAll = 2 * keptRuns;

const who = z.string().min(1).max(200).describe('Who decided it.');
const why = z.string().min(1).max(300).describe('Why, in their words.');

/** A decision of a person's about what is compared with. */
export const baselineChange = z.object({
  at: z.string().max(40).describe('When it was decided (RFC 3339).'),
  who,
  why,
  run: z.string().max(100).optional().describe('The run that was accepted.'),
  kind: z
    .enum(['accepted', 'pinned', 'unpinned', 'imported'])
    .describe('accepted: a run that failed is the new level all the same.'),
});
export type BaselineChange = z.infer<typeof baselineChange>;

export const keptChanges = 20;

/** The accepted numbers of one key: of releases that passed, or that a person accepted by name. */
export const baselineSpec = z.object({
  key: z.string().max(253).describe('Platform, workload, GPUs: what the numbers are comparable for.'),
  runs: z.array(acceptedRun).max(keptInAll).default([]).describe('The last accepted runs, oldest first.'),
  anchor: acceptedRun
    .optional()
    .describe(
      'The first accepted run of this level, so that slow drift can be seen beside the rolling window.',
    ),
  imported: z
    .object({ from: z.string().max(300), when: z.string().max(40) })
    .optional()
    .describe('Where the runs that were not measured on this cluster come from.'),
  pinned: z
    .object({
      since: z.string().max(40),
      who,
      why,
      runs: z.array(acceptedRun).max(keptInAll).describe('What is compared with until it is unpinned.'),
    })
    .optional()
    .describe('Set while later accepted runs are recorded, but not compared with.'),
  before: z
    .array(acceptedRun)
    .max(keptRuns)
    .optional()
    .describe(
      'Runs of the level before the last accepted change: not compared with, but their spread counts.',
    ),
  calibration: calibration.optional().describe("What this cluster's A/A runs say."),
  changes: z
    .array(baselineChange)
    .max(keptChanges)
    .optional()
    .describe('What persons decided, oldest first.'),
});
export type BaselineSpec = z.infer<typeof baselineSpec>;

export const baseline = z.object({
  apiVersion: z.string(),
  kind: z.literal('Baseline'),
  metadata,
  spec: baselineSpec,
});
export type Baseline = z.infer<typeof baseline>;

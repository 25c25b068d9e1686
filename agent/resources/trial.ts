import { z } from 'zod';
import { benchPolicy } from '../../suites/bench/policy.ts';
import { soakPolicy } from '../../suites/bench/soak-policy.ts';
import { checkDefinitions } from '../../suites/declared/definition.ts';
import { verifiedRevision } from '../../suites/engine/plan.ts';
import { occurrence } from '../../suites/release/subject.ts';
import { settings } from '../../suites/settings.ts';
import { condition, metadata } from './meta.ts';

/** Names of runs and of their Jobs are made from the Trial's name, and end at 63 characters. */
export const longestTrialName = 30;

const dnsName = z
  .string()
  .regex(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/)
  .max(253);
const httpUrl = z
  .string()
  .regex(/^https?:\/\/[^\s]+$/)
  .max(500);
const seconds = z.number().int().min(1).max(86_400);

const endpoint = z.strictObject({
  url: httpUrl
    .optional()
    .describe('Base URL of the platform. Left out: the Service that the platform usually has.'),
  apiKeySecret: z
    .strictObject({ name: dnsName, key: z.string().min(1).max(253) })
    .optional()
    .describe("The Secret in the Trial's namespace that holds the API key."),
});

const settle = z.strictObject({
  deadlineSeconds: seconds.default(900).describe('A rollout that is not over by then has failed.'),
  quietSeconds: z
    .number()
    .int()
    .min(0)
    .max(3600)
    .default(10)
    .describe('How long the release must stay settled before it is believed.'),
});

const policy = z.strictObject({
  rollback: z
    .enum(['never', 'helm'])
    .default('never')
    .describe('helm: a release that is to blame is rolled back to the last verified Helm revision.'),
  deadlineSeconds: seconds.default(3600).describe('A run that is not over by then is inconclusive.'),
  settle: settle.prefault({}),
  allowedSkips: z
    .array(z.string().max(200))
    .max(200)
    .default([])
    .describe('Ids of checks that may be skipped without holding the release.'),
});

const bench = benchPolicy.extend({ enabled: z.boolean().default(true) });

const webhook = z.strictObject({
  url: httpUrl.describe(
    'Receives each decision to hold or to roll back as a CloudEvent by POST. Deduplicate by its id.',
  ),
  headersSecret: dnsName.optional().describe("A Secret in the Trial's namespace: each key is a header."),
});

/** What is to be tried, and what may be done about it. */
export const trialSpec = z.strictObject({
  platform: z.string().min(1).max(63).describe('The platform profile, such as cartesia.'),
  release: dnsName.describe("The Helm release's name, in the Trial's namespace."),
  endpoint: endpoint.prefault({}),
  policy: policy.prefault({}),
  bench: bench.prefault({}),
  soak: soakPolicy
    .optional()
    .describe(
      'A release that passed is measured on for a time, and is signalled and rolled back where it is proven to have become slower.',
    ),
  signals: z
    .array(z.strictObject({ webhook }))
    .max(9)
    .default([])
    .describe('Who is told of a decision to hold or to roll back, besides an Event on the Trial.'),
  settings: settings
    .prefault({})
    .describe('What cannot be seen in the cluster. Checks that need it skip without it.'),
  checks: checkDefinitions
    .default([])
    .describe(
      'Checks of your own: http, promql, object (CEL), tcp, tls or container. See `seatrial check explain`.',
    ),
  suspend: z.boolean().default(false).describe('No new run starts while this is true.'),
});
export type TrialSpec = z.infer<typeof trialSpec>;

/** What the agent last knew. `lastVerified` is the only thing that a rollback may go back to. */
export const trialStatus = z.object({
  observedGeneration: z.number().int().optional(),
  observed: occurrence.extend({ tag: z.string().nullable() }).optional(),
  lastRun: z.string().optional(),
  lastVerified: verifiedRevision.optional(),
  conditions: z.array(condition).max(10).default([]),
});
export type TrialStatus = z.infer<typeof trialStatus>;

export const trial = z.object({
  apiVersion: z.string(),
  kind: z.literal('Trial'),
  metadata,
  spec: trialSpec,
  status: trialStatus.prefault({}),
});
export type Trial = z.infer<typeof trial>;

/** The trial's full name as runs and reports carry it. */
export const trialKey = ({ metadata: { namespace, name } }: Pick<Trial, 'metadata'>): string =>
  `${namespace}/${name}`;

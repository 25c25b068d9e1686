import { z } from 'zod';

/** A workload in the trial's scope and the hash of its pod template. */
export const workload = z.object({
  kind: z.enum(['Deployment', 'StatefulSet', 'DaemonSet']),
  name: z.string(),
  templateHash: z.string(),
  replicas: z.number().int(),
  gpusPerPod: z.number().int(),
  /** How it lays its model over its GPUs (`mig-1g.5gb`, `tp2`); absent where it says nothing. */
  layout: z.array(z.string()).max(8).optional(),
});
export type Workload = z.infer<typeof workload>;

/**
 * One deployment of one release. `fingerprint` says what is deployed, `revision` which time:
 * deploying the same thing again is a new occurrence.
 */
export const occurrence = z.object({
  fingerprint: z.string(),
  /** Helm's revision, or the sum of the workloads' own revisions where Helm's cannot be read. */
  revision: z.number().int(),
  source: z.enum(['helm', 'workloads']),
});
export type Occurrence = z.infer<typeof occurrence>;

/** What is on trial: the workloads of one release in one namespace, as deployed now. */
export const subject = z.object({
  namespace: z.string(),
  /** The Helm release's name. */
  release: z.string(),
  /** The release tag that the images carry, where all that carry one agree. */
  tag: z.string().nullable(),
  occurrence,
  workloads: z.array(workload).max(100),
  gpu: z.object({
    /** As `gpuModelOf` names it; null where no label or metric tells it, or where they are of several models. */
    model: z.string().nullable(),
    ready: z.number().int(),
    /** Which models, where they are of several (`2 × H100 and 1 × L4`): then no model's expected range holds. */
    mix: z.string().max(200).optional(),
  }),
});
export type Subject = z.infer<typeof subject>;

/** The stable id of an occurrence: at most one automatic run per id. */
export const occurrenceId = (of: Occurrence): string => `${of.fingerprint.slice(0, 12)}-r${of.revision}`;

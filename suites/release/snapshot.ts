import { z } from 'zod';
import { workload } from './subject.ts';

const text = (max: number) => z.string().max(max);

/** An object that is compared as a whole: two hashes that differ mean that it changed. */
export const snapshotObject = z.object({
  kind: text(63),
  name: text(253),
  /** Of its spec or data, canonical; 16 hex digits. */
  hash: text(64),
  /** What a person wants to read in a diff: `minReplicaCount 1`, `paused`. */
  note: text(200).optional(),
});

/**
 * A release and what it served, at one moment: what `seatrial record` writes, what `diff` compares, and what checks
 * hold a new release against. Holds no secret: values are redacted, and compared by hash.
 */
export const releaseSnapshot = z.object({
  version: z.literal(1),
  takenAt: text(30),
  platform: text(63),
  namespace: text(253),
  release: text(253),
  tag: text(128).nullable(),
  fingerprint: text(64),
  revision: z.number().int(),
  helm: z
    .object({
      revision: z.number().int(),
      status: text(40),
      chart: text(253),
      chartVersion: text(128),
      appVersion: text(128).nullable(),
      valuesHash: text(64),
      /** Flat `path` and `value`, secrets redacted: of these only four digits of a slow hash are left. Cut at 200. */
      values: z.record(text(253), text(300)),
      history: z
        .array(
          z.object({
            revision: z.number().int(),
            status: text(40),
            chartVersion: text(128),
            appVersion: text(128).nullable(),
            updatedAt: text(40),
            description: text(200),
          }),
        )
        .max(20),
    })
    .nullable(),
  workloads: z.array(workload.extend({ images: z.array(text(300)).max(10) })).max(100),
  pods: z.array(z.object({ name: text(253), uid: text(40), workload: text(253).nullable() })).max(200),
  /** ConfigMaps, Leases, ScaledObjects, custom resources, dashboards, storage classes in use, … */
  objects: z.array(snapshotObject).max(300),
  /** Named things that a release must not lose, by kind: `voices`, `models`, `pools`. */
  inventory: z.record(text(63), z.array(text(200)).max(300)),
  /** Parts that could not be read or had to be cut, by kind (`leases`, `helm`, `inventory`), and why. Nothing may be concluded from their absence. */
  missing: z
    .array(z.object({ part: text(63), reason: text(300) }))
    .max(40)
    .default([]),
});
export type ReleaseSnapshot = z.infer<typeof releaseSnapshot>;

/** Whether a part of a snapshot can be relied on: an object of that kind that is not there was not there. */
export const isComplete = ({ missing }: ReleaseSnapshot, part: string): boolean =>
  !missing.some((one) => one.part === part);

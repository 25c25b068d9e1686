import type { V1Pod } from '@kubernetes/client-node';
import type { PrometheusProbe } from '../probes/prometheus/probe.ts';
import type { Suspect } from '../record/suspect.ts';
import type { ReleaseSnapshot } from '../release/snapshot.ts';
import type { Subject } from '../release/subject.ts';
import type { Listed, Sighting } from './sighting.ts';

/** One load, and what stood around it. */
export interface Scene {
  readonly subject: Subject;
  readonly before: Sighting;
  readonly after: Sighting;
  /** Of all namespaces, after the load. */
  readonly everypods: Listed<V1Pod>;
  /** The release as it was before the rollout, where that is recorded. */
  readonly recorded: ReleaseSnapshot | null;
  /** When the rollout was first seen. */
  readonly rolloutAt: Date;
  /** What the names of our own load's pods begin with. */
  readonly loadId: string;
  readonly prometheus: PrometheusProbe | null;
  readonly signal: AbortSignal;
}

/**
 * Looks for one thing besides the release that could explain a bad number. Each suspect keeps a release from being
 * blamed, a bad one too: so a collector names what it found by a threshold that it gives a reason for, and what the
 * release does itself, or what was so before, is none.
 */
export interface Collector {
  readonly kind: Suspect['kind'];
  /** Nothing can be concluded from a load beside such a suspect: it is made again. */
  readonly voids?: true;
  /** Throws `ProbeError` where it cannot look. */
  look(scene: Scene): Promise<readonly Suspect[]>;
}

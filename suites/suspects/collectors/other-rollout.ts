import type { V1Deployment, V1ObjectMeta, V1StatefulSet } from '@kubernetes/client-node';
import type { Collector, Scene } from '../collector.ts';
import { clock, newsSince, windowOpened } from '../scene.ts';
import { known, type Sighting } from '../sighting.ts';

/**
 * Another workload of the namespace that changed in the same window: from ten minutes before the rollout was seen to the
 * load's end, since charts that belong together are upgraded together. One that still rolls out counts from the last
 * good record on; a rollout that has hung for longer was there in the accepted runs too.
 */
export const otherRollout: Collector = {
  kind: 'other-rollout',
  async look(scene) {
    const [opened, news] = [windowOpened(scene), newsSince(scene)];
    const before = new Map(workloadsAt(scene, scene.before).map((one) => [one.object, one]));
    return workloadsAt(scene, scene.after).flatMap((now) => {
      const { object, changedAt, rolling, revision } = now;
      const was = before.get(object);
      const moved = was !== undefined && was.revision !== revision;
      const inWindow = changedAt !== null && changedAt >= opened;
      const stillRolls =
        changedAt !== null && changedAt >= news && (rolling ?? was?.rolling ?? null) !== null;
      if (!moved && !inWindow && !stillRolls) return [];
      const words = [
        changedAt === null || moved ? 'changed during the load' : `was changed at ${clock(changedAt)}`,
        ...(rolling === null ? [] : [`and is rolling out: ${rolling}`]),
      ].join(' ');
      return [{ kind: 'other-rollout' as const, object, words }];
    });
  },
};

interface Seen {
  readonly object: string;
  /** When its newest template came. */
  readonly changedAt: Date | null;
  /** How far a rollout is; null where none goes on. */
  readonly rolling: string | null;
  readonly revision: string | undefined;
}

function workloadsAt({ subject }: Scene, sighting: Sighting): Seen[] {
  const [sets, revisions] = [known(sighting.replicasets), known(sighting.controllerrevisions)];
  const isOther = (kind: string) => (object: V1Deployment | V1StatefulSet) =>
    !subject.workloads.some((one) => one.kind === kind && one.name === object.metadata?.name);
  const seen = (kind: string, object: V1Deployment | V1StatefulSet, revision: string | undefined): Seen => ({
    object: `${kind}/${subject.namespace}/${object.metadata?.name}`,
    changedAt: newestOf(kind === 'Deployment' ? sets : revisions, object.metadata?.uid),
    rolling: rollingOf(object),
    revision,
  });
  return [
    ...known(sighting.deployments)
      .filter(isOther('Deployment'))
      .map((one) =>
        seen('Deployment', one, one.metadata?.annotations?.['deployment.kubernetes.io/revision']),
      ),
    ...known(sighting.statefulsets)
      .filter(isOther('StatefulSet'))
      .map((one) => seen('StatefulSet', one, one.status?.updateRevision)),
  ];
}

function newestOf(
  owned: readonly { readonly metadata?: V1ObjectMeta }[],
  uid: string | undefined,
): Date | null {
  const times = owned
    .filter(({ metadata }) =>
      metadata?.ownerReferences?.some((owner) => owner.controller && owner.uid === uid),
    )
    .flatMap(({ metadata }) =>
      metadata?.creationTimestamp ? [new Date(metadata.creationTimestamp).getTime()] : [],
    );
  return times.length === 0 ? null : new Date(Math.max(...times));
}

function rollingOf({ metadata, spec, status }: V1Deployment | V1StatefulSet): string | null {
  const desired = spec?.replicas ?? 1;
  const updated = status?.updatedReplicas ?? 0;
  const stale = (status?.observedGeneration ?? 0) < (metadata?.generation ?? 0);
  const old = (status?.replicas ?? 0) > updated;
  return stale || old || updated < desired ? `${updated} of ${desired} pods updated` : null;
}

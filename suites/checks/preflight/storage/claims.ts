import type { KubernetesObject, V1PersistentVolumeClaim, V1StatefulSet } from '@kubernetes/client-node';

/** A claim that the target asks for, by itself or from a StatefulSet's template. */
export interface AskedClaim {
  /** `PersistentVolumeClaim/cache`, `StatefulSet/worker (data)`. */
  readonly of: string;
  readonly claim: V1PersistentVolumeClaim;
}

/** Every claim among a chart's objects. */
export const claimsIn = (objects: readonly KubernetesObject[]): AskedClaim[] =>
  objects.flatMap((object) => {
    const of = `${object.kind}/${object.metadata?.name}`;
    if (object.kind === 'PersistentVolumeClaim') return [{ of, claim: object as V1PersistentVolumeClaim }];
    if (object.kind !== 'StatefulSet') return [];
    return ((object as V1StatefulSet).spec?.volumeClaimTemplates ?? []).map((claim) => ({
      of: `${of} (${claim.metadata?.name})`,
      claim,
    }));
  });

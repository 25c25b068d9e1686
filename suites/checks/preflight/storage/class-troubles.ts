import type { V1PersistentVolumeClaim, V1StorageClass } from '@kubernetes/client-node';
import { quantity } from '../quantity.ts';
import type { AskedClaim } from './claims.ts';

const defaultMark = 'storageclass.kubernetes.io/is-default-class';

/** The class for claims that name none: of several the newest, as the API server takes it. */
export const defaultClass = (classes: readonly V1StorageClass[]): V1StorageClass | null =>
  classes
    .filter(({ metadata }) => metadata?.annotations?.[defaultMark] === 'true')
    .sort((a, b) => time(b) - time(a))[0] ?? null;

const time = ({ metadata }: { metadata?: { creationTimestamp?: Date | string } }): number =>
  new Date(metadata?.creationTimestamp ?? 0).getTime();

const nameOf = ({ metadata }: { metadata?: { name?: string } }): string => metadata?.name ?? '?';

/** What is wrong with the classes that live claims came from, in sentences. A class is changed by making it anew. */
export function liveTroubles(
  claims: readonly V1PersistentVolumeClaim[],
  classes: readonly V1StorageClass[],
): { wrong: string[]; doubt: string[] } {
  const wrong: string[] = [];
  const doubt: string[] = [];
  for (const claim of claims) {
    const name = claim.spec?.storageClassName;
    // The empty name means: no class, a volume bound by hand.
    if (!name) continue;
    const found = classes.find((one) => nameOf(one) === name);
    const of = `PersistentVolumeClaim/${nameOf(claim)}`;
    const made = claim.metadata?.annotations?.['volume.kubernetes.io/storage-provisioner'];
    if (!found) wrong.push(`StorageClass ${name} of ${of} is gone`);
    else if (made !== undefined && made !== found.provisioner)
      wrong.push(`StorageClass ${name} of ${of} had provisioner ${made} and has ${found.provisioner}`);
    else if (time(found) > time(claim))
      doubt.push(`StorageClass ${name} was made anew after ${of}: what changed in it is not known`);
  }
  return { wrong, doubt };
}

/** What the target's claims ask for that the cluster's classes do not give. */
export function askedTroubles(
  asked: readonly AskedClaim[],
  live: readonly V1PersistentVolumeClaim[],
  classes: readonly V1StorageClass[],
): string[] {
  const usual = defaultClass(classes);
  return asked.flatMap(({ of, claim }) => {
    const name = claim.spec?.storageClassName;
    if (name === '') return [];
    const present = live.find((one) => nameOf(one) === nameOf(claim));
    if (name === undefined && !usual && !present)
      return [`${of} names no StorageClass, and there is no default one`];
    if (name !== undefined && !classes.some((one) => nameOf(one) === name))
      return [`${of} asks for StorageClass ${name}, which is not there`];
    const grows =
      present && quantity(sizeOf(claim)) > quantity(sizeOf(present)) && !of.startsWith('StatefulSet/');
    const given = classes.find((one) => nameOf(one) === present?.spec?.storageClassName);
    return grows && given && !given.allowVolumeExpansion
      ? [`${of} is to grow to ${sizeOf(claim)}, which StorageClass ${nameOf(given)} does not allow`]
      : [];
  });
}

const sizeOf = (claim: V1PersistentVolumeClaim): string => claim.spec?.resources?.requests?.storage ?? '0';

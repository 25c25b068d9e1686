import type { KubernetesObject, V1PersistentVolumeClaim, V1StorageClass } from '@kubernetes/client-node';
import { defineCheck } from '../../check.ts';
import { immutableChanges } from '../../operations/plan/immutable.ts';
import { storageClassObjects } from '../../operations/record/snapshot-objects.ts';
import { fail, inconclusive, pass, skip } from '../../record/finding.ts';
import type { ReleaseSnapshot } from '../../release/snapshot.ts';
import { claimsIn } from './storage/claims.ts';
import { askedTroubles, defaultClass, liveTroubles } from './storage/class-troubles.ts';

export interface StorageClassOptions {
  /** The vendor asks for a default class that binds at the first consumer. */
  readonly defaultWaitsForFirstConsumer?: boolean;
}

/** The StorageClasses that the release lives on are as they were, and give what the target asks for. */
export const storageClass = ({ defaultWaitsForFirstConsumer = false }: StorageClassOptions = {}) =>
  defineCheck({
    id: 'preflight.storage-class',
    title: 'Storage is as it was, and as the chart wants it',
    question: 'Was a StorageClass changed or removed, or does the chart change what cannot be changed?',
    needs: { kubernetes: ['list:storageclasses', 'list:persistentvolumeclaims', 'list:statefulsets'] },
    timeoutSeconds: 30,
    blames: 'environment',
    source: 'Upgrades & rollback, Preflight before upgrade: changed StorageClass',
    hint: 'restore the StorageClass, or leave the field of the claim as it is in the cluster',
    async run({ kubernetes, subject, target, before }) {
      const [classes, claims, sets] = await Promise.all([
        kubernetes.list('storageclasses'),
        kubernetes.list('persistentvolumeclaims'),
        kubernetes.list('statefulsets'),
      ]);
      const asked = claimsIn(target?.objects ?? []);
      const usual = defaultClass(classes);
      const { wrong, doubt } = liveTroubles(claims, classes);
      wrong.push(...sinceRecorded(before, classes));
      if (defaultWaitsForFirstConsumer && usual?.volumeBindingMode !== 'WaitForFirstConsumer')
        wrong.push(
          usual
            ? `the default StorageClass ${usual.metadata?.name} binds ${usual.volumeBindingMode}, not WaitForFirstConsumer`
            : 'there is no default StorageClass',
        );
      wrong.push(...askedTroubles(asked, claims, classes));
      const own = sets.filter(({ metadata }) =>
        subject.workloads.some(({ name }) => name === metadata?.name),
      );
      wrong.push(...fixedFields(target?.objects ?? [], claims, own));
      if (claims.length === 0 && asked.length === 0 && !defaultWaitsForFirstConsumer)
        return skip('neither the release nor the chart claims storage');
      const expected = `${claims.length} claims and ${classes.length} StorageClasses as they were`;
      if (wrong.length > 0) return fail(wrong[0]!, { expected, seen: wrong.join('; ') });
      if (doubt.length > 0) return inconclusive(doubt[0]!, { expected, seen: doubt.join('; ') });
      return pass(
        `${claims.length} claims have their StorageClass${asked.length > 0 ? `, and so have the chart's ${asked.length}` : ''}`,
        {
          expected,
        },
      );
    },
  });

/** Classes that are not as `seatrial record` saw them. */
function sinceRecorded(before: ReleaseSnapshot | null, classes: readonly V1StorageClass[]): string[] {
  const now = storageClassObjects(classes);
  return (before?.objects ?? [])
    .filter(({ kind }) => kind === 'StorageClass')
    .flatMap(({ name, hash }) => {
      const found = now.find((one) => one.name === name);
      if (!found) return [`StorageClass ${name} is gone since ${before?.takenAt}`];
      return found.hash === hash ? [] : [`StorageClass ${name} was changed since ${before?.takenAt}`];
    });
}

/** What the chart changes of claims and claim templates that the API server will not change. */
function fixedFields(
  target: readonly KubernetesObject[],
  claims: readonly V1PersistentVolumeClaim[],
  sets: readonly KubernetesObject[],
): string[] {
  const live = [
    ...claims.map((claim) => ({ ...claim, kind: 'PersistentVolumeClaim' })),
    ...sets.map((set) => ({ ...set, kind: 'StatefulSet' })),
  ] as KubernetesObject[];
  return target.flatMap((object) => {
    const found = live.find(
      ({ kind, metadata }) => kind === object.kind && metadata?.name === object.metadata?.name,
    );
    return (found ? immutableChanges(found, object) : []).map(
      ({ path, from, to }) =>
        `${object.kind}/${object.metadata?.name}: ${path} is ${short(from)} and cannot become ${short(to)}`,
    );
  });
}

const short = (value: unknown): string =>
  (typeof value === 'string' ? value : (JSON.stringify(value) ?? 'none')).slice(0, 80);

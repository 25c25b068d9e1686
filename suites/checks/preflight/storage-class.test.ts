import type { KubernetesObject, V1PersistentVolumeClaim, V1StorageClass } from '@kubernetes/client-node';
import { expect, test } from 'vitest';
import { storageClass } from './storage-class.ts';
import { asked, targetOf } from './testing.ts';

const check = storageClass();
const strict = storageClass({ defaultWaitsForFirstConsumer: true });
const day = (number: number) => new Date(Date.UTC(2026, 0, number));
const made = (name: string, over: Partial<V1StorageClass> = {}, isDefault = false): V1StorageClass => ({
  metadata: {
    name,
    creationTimestamp: day(1),
    ...(isDefault && { annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } }),
  },
  provisioner: 'csi',
  volumeBindingMode: 'WaitForFirstConsumer',
  ...over,
});
const claim = (storageClassName: string | undefined, storage = '10Gi', by = 'csi') =>
  ({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: {
      name: 'data',
      creationTimestamp: day(2),
      annotations: { 'volume.kubernetes.io/storage-provisioner': by },
    },
    spec: {
      accessModes: ['ReadWriteOnce'],
      ...(storageClassName !== undefined && { storageClassName }),
      resources: { requests: { storage } },
    },
  }) as unknown as V1PersistentVolumeClaim & KubernetesObject;
const world = (
  classes: readonly V1StorageClass[],
  claims: readonly V1PersistentVolumeClaim[] = [claim('fast')],
) => ({
  lists: { storageclasses: classes, persistentvolumeclaims: claims },
});
const wants = (...objects: readonly KubernetesObject[]) => ({ target: targetOf(objects) });

test.each([
  ['as it was', check, world([made('fast')]), 'pass', '1 claims have'],
  ['gone', check, world([]), 'fail', 'StorageClass fast of PersistentVolumeClaim/data is gone'],
  [
    'another provisioner',
    check,
    world([made('fast', { provisioner: 'nfs' })]),
    'fail',
    'had provisioner csi and has nfs',
  ],
  [
    'made anew since',
    check,
    world([made('fast', { metadata: { name: 'fast', creationTimestamp: day(3) } })]),
    'inconclusive',
    'made anew',
  ],
  ['no storage at all', check, world([], []), 'skip', 'claims storage'],
  ['the default waits', strict, world([made('fast', {}, true)], []), 'pass', ''],
  [
    'the default binds at once',
    strict,
    world([made('fast', { volumeBindingMode: 'Immediate' }, true)], []),
    'fail',
    'binds Immediate',
  ],
  ['there is no default', strict, world([made('fast')], []), 'fail', 'no default'],
  [
    'the chart asks for a class that is not there',
    check,
    { ...world([], []), ...wants(claim('gone')) },
    'fail',
    'asks for StorageClass gone',
  ],
  [
    'the chart asks for the default and there is none',
    check,
    { ...world([], []), ...wants(claim(undefined)) },
    'fail',
    'no default one',
  ],
  [
    'the chart changes the class of a claim',
    check,
    { ...world([made('fast'), made('slow')]), ...wants(claim('slow')) },
    'fail',
    'cannot become slow',
  ],
  [
    'the chart shrinks a claim',
    check,
    { ...world([made('fast')]), ...wants(claim('fast', '5Gi')) },
    'fail',
    'cannot become 5Gi',
  ],
  [
    'the chart grows one that may not',
    check,
    { ...world([made('fast')]), ...wants(claim('fast', '20Gi')) },
    'fail',
    'does not allow',
  ],
  [
    'the chart grows one that may',
    check,
    { ...world([made('fast', { allowVolumeExpansion: true })]), ...wants(claim('fast', '20Gi')) },
    'pass',
    '',
  ],
  [
    'classes may not be read',
    check,
    { ...world([]), forbidden: ['storageclasses'] },
    'inconclusive',
    'no permission',
  ],
])('preflight.storage-class: %s', async (_, one, over, outcome, reason) => {
  expect(await asked(one, over)).toMatchObject({ outcome, reason: expect.stringContaining(reason) });
});

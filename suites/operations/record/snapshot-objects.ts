import { createHash } from 'node:crypto';
import type { V1ConfigMap, V1Lease, V1StorageClass } from '@kubernetes/client-node';
import type { z } from 'zod';
import type { CustomObject, ScaledObject } from '../../probes/kubernetes/custom-kinds.ts';
import { canonical } from '../../release/fingerprint.ts';
import type { snapshotObject } from '../../release/snapshot.ts';

export type SnapshotObject = z.infer<typeof snapshotObject>;

const hashOf = (content: unknown): string =>
  createHash('sha256').update(canonical(content)).digest('hex').slice(0, 16);

const noteOf = (...words: readonly (string | false | undefined)[]): { note?: string } => {
  const note = words.filter(Boolean).join(', ').slice(0, 200);
  return note ? { note } : {};
};

/** ConfigMaps that the cluster itself, or Seatrial, keeps in every namespace. */
const isOurs = ({ metadata }: V1ConfigMap): boolean =>
  metadata?.name === 'kube-root-ca.crt' ||
  Object.keys(metadata?.labels ?? {}).some((label) => label.startsWith('seatrial.dev/'));

export const dashboardLabel = 'grafana_dashboard';

/** ConfigMaps by the hash of their data; those that carry dashboards are a kind of their own. */
export const configMapObjects = (maps: readonly V1ConfigMap[]): SnapshotObject[] =>
  maps
    .filter((map) => !isOurs(map))
    .map((map) => {
      const isDashboard = map.metadata?.labels?.[dashboardLabel] === '1';
      const data = Object.fromEntries(
        Object.entries(map.data ?? {}).map(([key, value]) => [key, declared(value)]),
      );
      return {
        kind: isDashboard ? 'Dashboard' : 'ConfigMap',
        name: map.metadata!.name!,
        hash: hashOf({ data, binaryData: map.binaryData ?? {} }),
      };
    });

/** Of a document that has a spec and a status only the spec: a pool's state beats on while nothing was changed. */
function declared(value: string): unknown {
  if (!value.startsWith('{')) return value;
  try {
    const { status, spec, ...rest } = JSON.parse(value) as Record<string, unknown>;
    return spec && status ? { ...rest, spec } : value;
  } catch {
    return value;
  }
}

/** Leases by what they promise; who holds one, and when it was renewed, changes all the time. */
export const leaseObjects = (leases: readonly V1Lease[]): SnapshotObject[] =>
  leases.map(({ metadata, spec }) => ({
    kind: 'Lease',
    name: metadata!.name!,
    hash: hashOf({ seconds: spec?.leaseDurationSeconds }),
  }));

export const pausedReplicas = 'autoscaling.keda.sh/paused-replicas';
export const paused = 'autoscaling.keda.sh/paused';

export const scaledObjects = (objects: readonly ScaledObject[]): SnapshotObject[] =>
  objects.map(({ metadata, spec }) => {
    const annotations = metadata?.annotations ?? {};
    const at = annotations[pausedReplicas];
    return {
      kind: 'ScaledObject',
      name: metadata!.name!,
      hash: hashOf(spec),
      ...noteOf(
        `${spec?.minReplicaCount ?? 0} to ${spec?.maxReplicaCount ?? 100} replicas`,
        at !== undefined ? `paused at ${at}` : annotations[paused] === 'true' && 'paused',
      ),
    };
  });

export const customObjects = (kind: string, objects: readonly CustomObject[]): SnapshotObject[] =>
  objects.map((object) => ({
    kind: object.kind ?? kind,
    name: object.metadata!.name!,
    hash: hashOf((object as { spec?: unknown }).spec ?? {}),
  }));

export const storageClassObjects = (classes: readonly V1StorageClass[]): SnapshotObject[] =>
  classes.map(
    ({ metadata, provisioner, parameters, reclaimPolicy, volumeBindingMode, allowVolumeExpansion }) => {
      const isDefault = metadata?.annotations?.['storageclass.kubernetes.io/is-default-class'] === 'true';
      return {
        kind: 'StorageClass',
        name: metadata!.name!,
        hash: hashOf({
          provisioner,
          parameters,
          reclaimPolicy,
          volumeBindingMode,
          allowVolumeExpansion,
          isDefault,
        }),
        ...noteOf(provisioner, volumeBindingMode, isDefault && 'default'),
      };
    },
  );

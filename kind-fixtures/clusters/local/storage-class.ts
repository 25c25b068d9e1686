import type { ClusterApi } from '../api.ts';

/** The default StorageClass, `standard` as on kind: volumes are bound where their first pod runs. Nothing provisions them. */
export async function applyStorageClass(api: ClusterApi): Promise<void> {
  await api.apply('/apis/storage.k8s.io/v1/storageclasses/standard', {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: {
      name: 'standard',
      annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' },
    },
    provisioner: 'kubernetes.io/no-provisioner',
    volumeBindingMode: 'WaitForFirstConsumer',
  });
}

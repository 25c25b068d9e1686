import type { ClusterReader } from '../../suites/probes/kubernetes/reader.ts';
import type { Subject } from '../../suites/release/subject.ts';

export const gpus = 4;
const workers = 'tts-rosy-dragon';

/** What is deployed at a revision: four workers with an H100 each, behind two pods of the API. */
export const subjectAt = (revision: number): Subject => ({
  namespace: 'cartesia',
  release: 'cartesia',
  tag: `sonic-${revision}`,
  occurrence: { fingerprint: fingerprintAt(revision), revision, source: 'helm' },
  workloads: [
    { kind: 'Deployment', name: 'cartesia-api', templateHash: `${revision}`, replicas: 2, gpusPerPod: 0 },
    { kind: 'Deployment', name: workers, templateHash: `${revision}`, replicas: gpus, gpusPerPod: 1 },
  ],
  gpu: { model: 'NVIDIA-H100-80GB-HBM3', ready: gpus },
});

export const fingerprintAt = (revision: number): string => revision.toString(16).padStart(32, '0');

/** Its pods, all ready since a moment ago, on nodes that are well. */
export function readerAt(revision: number, readyAt: Date): ClusterReader {
  const pod = (name: string, image: string, index: number) => ({
    metadata: { name: `${name}-${revision}-${index}`, uid: `${name}-${revision}-${index}` },
    spec: {
      nodeName: `gpu-${index}`,
      containers: [{ name: 'main', image: `registry/${image}:sonic-${revision}` }],
    },
    status: {
      phase: 'Running',
      podIP: `10.0.${name === workers ? 1 : 0}.${index + 1}`,
      conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: readyAt }],
      containerStatuses: [{ name: 'main', ready: true, restartCount: 0 }],
    },
  });
  const objects: Readonly<Record<string, readonly object[]>> = {
    pods: [
      ...[0, 1].map((index) => pod('cartesia-api', 'cartesia-api', index)),
      ...Array.from({ length: gpus }, (_, index) => pod(workers, 'cartesia-sonic', index)),
    ],
    nodes: Array.from({ length: gpus }, (_, index) => ({
      metadata: { name: `gpu-${index}` },
      status: { conditions: [{ type: 'Ready', status: 'True' }] },
    })),
  };
  return {
    namespace: 'cartesia',
    list: async (kind: string) => objects[kind] ?? [],
    get: async () => null,
  } as unknown as ClusterReader;
}

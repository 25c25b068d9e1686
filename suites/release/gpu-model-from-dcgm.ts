import { ProbeError } from '../probes/probe-error.ts';
import type { PrometheusProbe } from '../probes/prometheus/probe.ts';
import { gpuModelOfProduct } from './gpu-model.ts';
import type { Subject } from './subject.ts';

/** What DCGM's exporter always tells of a GPU, by the pod that uses it; with honoured labels or without. */
const ofPods = (namespace: string): string =>
  ['namespace', 'exported_namespace']
    .map((label) => `count by (modelName) (DCGM_FI_DEV_GPU_TEMP{${label}=${JSON.stringify(namespace)}})`)
    .join(' or ');

/** The subject with its GPU's model from DCGM's metrics, where no label tells it and they agree on one. */
export async function withGpuFromDcgm(
  subject: Subject,
  prometheus: () => Promise<PrometheusProbe | null>,
): Promise<Subject> {
  const { gpu, namespace } = subject;
  if (gpu.model !== null || gpu.mix !== undefined || gpu.ready === 0) return subject;
  const found = await prometheus();
  const samples = await found?.query(ofPods(namespace)).catch((error) => {
    if (error instanceof ProbeError) return [];
    throw error;
  });
  const models = new Set(
    samples?.flatMap(({ labels: { modelName } }) => (modelName ? gpuModelOfProduct(modelName) : [])),
  );
  const [model] = models;
  return model !== undefined && models.size === 1 ? { ...subject, gpu: { ...gpu, model } } : subject;
}

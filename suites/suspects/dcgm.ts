import type { PrometheusSample } from '../probes/prometheus/probe.ts';
import type { Scene } from './collector.ts';
import { asked, mustHave, nodeOf } from './queries.ts';
import { hostsAt, subjectPods } from './scene.ts';

/** A GPU that the release uses, or that nobody is known to use on a host of its own, and one number of it. */
export interface GpuSample {
  /** `Node/gpu-3 GPU 0`. */
  readonly object: string;
  readonly value: number;
}

/** Throws `ProbeError` where no DCGM exporter is scraped. */
export const mustHaveDcgm = (scene: Scene): Promise<void> =>
  mustHave(scene, '{__name__=~"DCGM_FI_DEV_(GPU_TEMP|GPU_UTIL|SM_CLOCK)"}', 'metrics of DCGM');

/** What an expression over DCGM's metrics says of the release's GPUs. Throws `ProbeError`. */
export async function ofItsGpus(scene: Scene, expression: string): Promise<GpuSample[]> {
  const pods = new Set(subjectPods(scene, scene.after).flatMap(({ metadata }) => metadata?.name ?? []));
  return (await ofItsHosts(scene, expression)).filter(
    ({ user }) => user === null || (user.namespace === scene.subject.namespace && pods.has(user.pod)),
  );
}

/** The same of all GPUs of its hosts, whoever used them. Throws `ProbeError`. */
export async function ofItsHosts(
  scene: Scene,
  expression: string,
): Promise<(GpuSample & { readonly user: User | null })[]> {
  const nodes = hostsAt(scene, scene.after);
  return (await asked(scene, expression)).flatMap((sample) => {
    const node = nodeOf(sample, nodes);
    const { gpu, GPU_I_ID: slice, UUID } = sample.labels;
    if (!node) return [];
    const object = `Node/${node.metadata?.name} GPU ${gpu ?? UUID ?? '?'}${slice ? ` slice ${slice}` : ''}`;
    return [{ object: object.slice(0, 200), value: sample.value, user: userOf(sample) }];
  });
}

interface User {
  readonly pod: string;
  readonly namespace: string | undefined;
}

/** The pod that uses the GPU. Where labels of the exporter are not honoured, `pod` is the exporter's own. */
function userOf({ labels }: PrometheusSample): User | null {
  const { pod, namespace, exported_pod: exported, exported_namespace: exportedNamespace } = labels;
  if (exported) return { pod: exported, namespace: exportedNamespace ?? namespace };
  return pod && !/dcgm/.test(`${pod} ${labels.container ?? ''}`) ? { pod, namespace } : null;
}

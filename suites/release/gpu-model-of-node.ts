import type { V1Node } from '@kubernetes/client-node';
import { gpuModelOf, gpuModelOfProduct } from './gpu-model.ts';

/**
 * The model behind a GPU resource of a node (`nvidia.com/gpu`, `nvidia.com/mig-1g.10gb`), from the labels of GPU feature
 * discovery, GKE, EKS and AKS; null where none of them names one.
 */
export function gpuModelOfNode({ metadata }: V1Node, resource: string): string | null {
  const labels = metadata?.labels ?? {};
  const profile = /^nvidia\.com\/mig-(.+?)(\.shared)?$/.exec(resource)?.[1] ?? labels[gke.partition];
  const own = profile && labels[`nvidia.com/mig-${profile}.product`];
  const whole = own ? gpuModelOfProduct(own) : modelIn(labels);
  if (whole === null) return null;
  const [, model, shared] = /^(.*?)(-shared)?$/.exec(whole)!;
  const sliced = profile && !/-MIG-/.test(whole) ? `${model}-MIG-${profile}` : model;
  return shared || isShared(labels, resource) ? `${sliced}-shared` : sliced!;
}

const gke = {
  accelerator: 'cloud.google.com/gke-accelerator',
  partition: 'cloud.google.com/gke-gpu-partition-size',
  clients: 'cloud.google.com/gke-max-shared-clients-per-gpu',
};

type Labels = Readonly<Record<string, string>>;

/** What was read off the device first, then what the cloud says of its machine, then what somebody wrote by hand. */
function modelIn(labels: Labels): string | null {
  const product = labels['nvidia.com/gpu.product'];
  if (product) return gpuModelOfProduct(product);
  const named = [
    labels[gke.accelerator] === 'nvidia-tesla-a100' ? 'a100-40gb' : labels[gke.accelerator],
    ...karpenter.map((prefix) => withMemory(labels, prefix)),
    labels['karpenter.azure.com/sku-gpu-name'],
    labels['k8s.amazonaws.com/accelerator'],
    labels.accelerator,
  ];
  for (const name of named) {
    const model = name === undefined ? null : gpuModelOf(name);
    if (model !== null) return model;
  }
  return null;
}

/** Karpenter's own, and that of EKS Auto Mode. */
const karpenter = ['karpenter.k8s.aws/instance-gpu', 'eks.amazonaws.com/instance-gpu'];

/** Karpenter names an A100 alike with 40 and with 80 GB; memory is in MiB. */
function withMemory(labels: Labels, prefix: string): string | undefined {
  const name = labels[`${prefix}-name`];
  const mebibytes = Number(labels[`${prefix}-memory`]);
  return name && mebibytes > 0 ? `${name}-${Math.round(mebibytes / 1024)}gb` : name;
}

/** Handed out to several pods at once: by the device plugin's time-slicing or MPS, or by GKE's. */
export function isShared(labels: Labels, resource: string): boolean {
  return (
    resource.endsWith('.shared') ||
    Number(labels[`${resource}.replicas`] ?? 1) > 1 ||
    Number(labels[gke.clients] ?? 1) > 1
  );
}

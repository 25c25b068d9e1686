import { isDeepStrictEqual } from 'node:util';
import type { HelmRelease } from '../../../probes/helm/history.ts';
import type { ClusterReader } from '../../../probes/kubernetes/reader.ts';
import { ProbeError } from '../../../probes/probe-error.ts';
import { type Finding, fail, inconclusive, pass, skip } from '../../../record/finding.ts';
import { type Controller, controllersIn, gpusOf } from '../controllers.ts';
import { sameAs } from '../live.ts';
import { type Growth, growth } from './autoscaler.ts';
import { type Demand, surgeDemand } from './demand.ts';
import { fitOnto, type Shortage } from './fit.ts';
import { freeGpus, waitingForGpus } from './free-gpus.ts';

export const roomReads = ['list:nodes', 'list:everypods', 'get:autoscalerstatuses'] as const;

/** Whether the cluster has the GPUs for rolling from the live workloads to these. Throws `ProbeError`. */
export async function surgeRoom(
  reader: ClusterReader<(typeof roomReads)[number]>,
  next: readonly Controller[],
  live: readonly Controller[],
  deployed: HelmRelease | null,
): Promise<Finding> {
  if (!next.some(({ pod }) => gpusOf(pod).size > 0)) return skip('no workload of the release asks for GPUs');
  const before = controllersIn(deployed?.objects ?? []);
  const surges = next
    .map((one) => surgeDemand(one, live.find(sameAs(one)), rolls(one, before)))
    .filter((one) => one !== null);
  if (surges.length === 0) return pass('the rollout needs no GPU beyond those in use');

  const [nodes, pods] = await Promise.all([reader.list('nodes'), reader.list('everypods')]);
  const waiting = waitingForGpus(pods).map((pod) => ({
    of: `Pod/${pod.metadata?.name} (waits already)`,
    pods: 1,
    pod: pod.spec!,
    gpus: gpusOf(pod.spec!),
  }));
  const rooms = freeGpus(nodes, pods);
  const fits = fitOnto([...surges, ...waiting], rooms);
  const expected = `${total(surges)} for ${surges.map(({ of, pods: count }) => `${count} more of ${of}`).join(', ')}`;
  const objects = surges.map(({ of }) => of);
  if (fits.fits === true) return pass(`there is room for ${total(surges)} at once`, { expected, objects });
  if (fits.fits === 'unknown')
    return inconclusive(
      'there are enough GPUs in all, but the pods could not be laid onto the nodes by a simple rule',
      { expected, objects },
    );
  const reason = fits.short.map(sentence).join('; ');
  const seen = rooms
    .flatMap(({ node, free }) =>
      [...free].map(([resource, count]) => `${node.metadata?.name}: ${count} ${resource} free`),
    )
    .join('; ');
  const going = live.filter((one) => !next.some(sameAs(one)) && gpusOf(one.pod).size > 0);
  if (going.length > 0)
    return inconclusive(
      `${reason}; ${going.map(({ kind, name }) => `${kind}/${name}`).join(', ')} will go and leave GPUs, at a time that is not known`,
      { expected, seen, objects },
    );
  const more = await autoscaling(reader, nodes);
  return more.can === 'no'
    ? fail(`${reason}, and ${more.why}: new pods would wait`, { expected, seen, objects })
    : inconclusive(`${reason}; ${more.why}`, { expected, seen, objects });
}

/** Pods are replaced unless Helm applied this very template before; where that is not known, they are. */
function rolls(next: Controller, before: readonly Controller[]): boolean {
  const old = before.find(sameAs(next));
  return !old || !isDeepStrictEqual(plain(old.object.spec?.template), plain(next.object.spec?.template));
}

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));

async function autoscaling(
  reader: ClusterReader<'get:autoscalerstatuses'>,
  nodes: Parameters<typeof growth>[1],
): Promise<Growth> {
  try {
    return growth(await reader.get('autoscalerstatuses', 'cluster-autoscaler-status'), nodes);
  } catch (error) {
    if (!(error instanceof ProbeError)) throw error;
    return { can: 'perhaps', why: `whether an autoscaler could add nodes is not known (${error.message})` };
  }
}

const sentence = ({ resource, needed, free, of }: Shortage): string =>
  `${needed} ${resource} needed for ${of.length === 1 ? of[0] : `${of.length} pools that roll at once`}, ${free} free on nodes that take them`;

function total(demands: readonly Demand[]): string {
  const sums = new Map<string, number>();
  for (const { pods, gpus } of demands)
    for (const [name, count] of gpus) sums.set(name, (sums.get(name) ?? 0) + pods * count);
  return [...sums].map(([name, count]) => `${count} ${name}`).join(' and ');
}

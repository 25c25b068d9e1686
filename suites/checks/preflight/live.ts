import type { ClusterReader } from '../../probes/kubernetes/reader.ts';
import type { Subject } from '../../release/subject.ts';
import { type Controller, controller } from './controllers.ts';

export const controllerReads = ['list:deployments', 'list:statefulsets', 'list:daemonsets'] as const;

/** The workloads of the subject as they are in the cluster now. Throws `ProbeError`. */
export async function liveControllers(
  reader: ClusterReader<(typeof controllerReads)[number]>,
  { workloads }: Subject,
): Promise<Controller[]> {
  const [deployments, statefulSets, daemonSets] = await Promise.all([
    reader.list('deployments'),
    reader.list('statefulsets'),
    reader.list('daemonsets'),
  ]);
  return [
    ...deployments.map((object) => controller('Deployment', object)),
    ...statefulSets.map((object) => controller('StatefulSet', object)),
    ...daemonSets.map((object) => controller('DaemonSet', object)),
  ].filter(({ kind, name }) => workloads.some((one) => one.kind === kind && one.name === name));
}

/** The one of the same kind and name. */
export const sameAs =
  ({ kind, name }: Pick<Controller, 'kind' | 'name'>) =>
  (other: Controller): boolean =>
    other.kind === kind && other.name === name;

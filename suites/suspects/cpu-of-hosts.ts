import type { V1Node } from '@kubernetes/client-node';
import { quantity } from '../checks/preflight/quantity.ts';
import type { PrometheusSample } from '../probes/prometheus/probe.ts';
import type { Scene } from './collector.ts';
import { asked, mustHave, nodeLabels, nodeOf, offsetTo, rangeOf } from './queries.ts';
import { hostsAt, isOurs, newsSince } from './scene.ts';

/** Who used the CPUs of a host during the load; all in CPUs. */
export interface HostCpu {
  readonly node: string;
  readonly cpus: number;
  readonly busy: number;
  /** Of the release, and of the load that Seatrial makes. */
  readonly ours: number;
  /** Other pods, the greediest first. */
  readonly others: readonly PodCpu[];
  /** Share of the time that the hypervisor took for others. */
  readonly stolen: number;
}

interface PodCpu {
  readonly namespace: string;
  readonly pod: string;
  readonly used: number;
  /** At the time of the last good record; 0 where it was not there. */
  readonly before: number;
}

const asking = new WeakMap<Scene, Promise<HostCpu[]>>();

/** The release's hosts, asked for once in a scene. Hosts whose use is not known are left out. Throws `ProbeError`. */
export function cpuOfHosts(scene: Scene): Promise<HostCpu[]> {
  const known = asking.get(scene) ?? askFor(scene);
  asking.set(scene, known);
  return known;
}

const byNode = `by (${nodeLabels.join(', ')})`;
const mostPods = 100;

async function askFor(scene: Scene): Promise<HostCpu[]> {
  await mustHave(scene, 'container_cpu_usage_seconds_total{pod!=""}', "cAdvisor's CPU metrics");
  const range = `[${rangeOf(scene)}]`;
  const pods = (offset: string) =>
    `topk(${mostPods}, sum by (namespace, pod, ${nodeLabels.join(', ')}) (rate(container_cpu_usage_seconds_total{pod!="",container!=""}${range}${offset})))`;
  const [exporter, root, steal, now, then] = await Promise.all([
    asked(scene, `sum ${byNode} (rate(node_cpu_seconds_total{mode!~"idle|iowait|steal"}${range}))`),
    asked(scene, `sum ${byNode} (rate(container_cpu_usage_seconds_total{id="/"}${range}))`),
    asked(scene, `avg ${byNode} (rate(node_cpu_seconds_total{mode="steal"}${range}))`),
    asked(scene, pods('')),
    asked(scene, pods(` offset ${offsetTo(scene, newsSince(scene))}`)),
  ]);
  const nodes = hostsAt(scene, scene.after);
  const before = new Map(then.map((sample) => [nameOf(sample), sample.value]));
  return nodes.flatMap((node) => {
    const of = (samples: readonly PrometheusSample[]) => samples.find((one) => nodeOf(one, nodes) === node);
    const busy = (of(exporter) ?? of(root))?.value;
    const cpus = cpusOf(node);
    if (busy === undefined || !(cpus > 0)) return [];
    const on = now.filter((sample) => nodeOf(sample, nodes) === node);
    const [ours, others] = [on.filter(isOwn(scene)), on.filter((sample) => !isOwn(scene)(sample))];
    return [
      {
        node: node.metadata?.name ?? '',
        cpus,
        busy,
        ours: ours.reduce((sum, { value }) => sum + value, 0),
        others: others
          .map((sample) => ({
            namespace: sample.labels.namespace ?? '',
            pod: sample.labels.pod ?? '',
            used: sample.value,
            before: before.get(nameOf(sample)) ?? 0,
          }))
          .sort((a, b) => b.used - a.used),
        stolen: of(steal)?.value ?? 0,
      },
    ];
  });
}

const cpusOf = ({ status }: V1Node): number => quantity(status?.capacity?.cpu);

const nameOf = ({ labels }: PrometheusSample): string => `${labels.namespace}/${labels.pod}`;

const isOwn =
  (scene: Scene) =>
  ({ labels: { namespace, pod } }: PrometheusSample): boolean =>
    isOurs(scene, { ...(namespace && { namespace }), ...(pod && { name: pod }) });

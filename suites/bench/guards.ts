import { z } from 'zod';
import type { Guards, MetricGuard } from '../../load/guards.ts';
import { type PlatformGuards, type PlatformMetric, platformGuards } from '../platforms/guards.ts';
import type { ClusterReader } from '../probes/kubernetes/reader.ts';
import { ProbeError } from '../probes/probe-error.ts';
import type { Subject } from '../release/subject.ts';
import type { BenchPolicy } from './policy.ts';

/** What watches over a benchmark, before it is known at which addresses. */
export const plannedGuards = platformGuards.omit({ source: true }).extend({ mayBeBlind: z.boolean() });
export type PlannedGuards = z.infer<typeof plannedGuards>;

/** Of a platform that names none: a user who waits four times as long as before ends the load. */
const anyPlatforms: PlatformGuards = platformGuards.parse({
  source: 'Seatrial',
  metrics: [],
  probe: { maxMs: null, maxTimes: 4, marginMs: 150 },
});

/** The light request watches for users; where there are none it would be but one more load. */
export function planGuards(own: PlatformGuards | undefined, policy: BenchPolicy): PlannedGuards {
  const { metrics, probe } = own ?? anyPlatforms;
  const beside = policy.besideUsers ?? true;
  const { usersMs, allowBlind: mayBeBlind = false } = policy;
  if (!beside || !probe) return { metrics, probe: null, mayBeBlind };
  return { metrics, probe: usersMs === undefined ? probe : { ...probe, maxMs: usersMs }, mayBeBlind };
}

type Pod = Awaited<ReturnType<ClusterReader<'list:pods'>['list']>>[number];

/**
 * The guards of a load plan, at the pods that run now; in words where one of them has nothing to look at. Pods that come
 * later are not watched: they make the run void anyhow.
 */
export async function guardsAt(
  planned: PlannedGuards,
  subject: Subject,
  reader: ClusterReader<'list:pods'>,
): Promise<{ readonly guards: Guards } | { readonly blind: string }> {
  const pods = await reader.list('pods').catch((error) => {
    if (error instanceof ProbeError) return null;
    throw error;
  });
  if (!pods && !planned.mayBeBlind && planned.metrics.some(({ max }) => max !== null))
    return { blind: 'the pods that tell how the platform is cannot be listed' };
  const serving = (pods ?? []).filter((pod) => isOf(subject, pod) && pod.status?.podIP !== undefined);
  const metrics: MetricGuard[] = [];
  for (const metric of planned.metrics) {
    const { pods: pattern, port: _port, path: _path, ...guard } = metric;
    const urls = serving.filter((pod) => tells(pattern, pod)).map((pod) => addressOf(metric, pod));
    if (urls.length > 0)
      metrics.push({ ...guard, urls: urls.slice(0, most), mayBeBlind: planned.mayBeBlind });
    else if (metric.max !== null && !planned.mayBeBlind)
      return { blind: `no running pod tells ${metric.metric} (${pattern})` };
  }
  return { guards: { ...pace, metrics, probe: planned.probe } };
}

const most = 64;
const pace = { beforeSeconds: 3, everyMs: 200, blindAfterMs: 1000 };

const isOf = (subject: Subject, { metadata, status }: Pod): boolean =>
  status?.phase === 'Running' &&
  metadata?.deletionTimestamp === undefined &&
  subject.workloads.some(({ name }) => metadata?.name?.startsWith(`${name}-`));

const tells = (pattern: string, { metadata, spec }: Pod): boolean =>
  new RegExp(pattern).test([metadata?.name, ...(spec?.containers ?? []).map(({ image }) => image)].join(' '));

function addressOf({ port, path }: PlatformMetric, { spec, status }: Pod): string {
  const named = (spec?.containers ?? [])
    .flatMap(({ ports }) => ports ?? [])
    .find(({ name }) => name === port);
  const host = status!.podIP!.includes(':') ? `[${status!.podIP}]` : status!.podIP!;
  return `http://${host}:${named?.containerPort ?? (typeof port === 'number' ? port : 80)}${path}`;
}

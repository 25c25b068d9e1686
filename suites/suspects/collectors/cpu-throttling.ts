import type { V1Pod } from '@kubernetes/client-node';
import { quantity } from '../../checks/preflight/quantity.ts';
import type { PrometheusSample } from '../../probes/prometheus/probe.ts';
import { isPodOf } from '../../release/pods-of.ts';
import type { Collector, Scene } from '../collector.ts';
import { asked, mustHave, offsetTo, quoted, rangeOf } from '../queries.ts';
import { percent, podName, subjectPods } from '../scene.ts';

/** At which kubernetes-mixin's alert CPUThrottlingHigh fires. */
const often = 0.25;
/** Five seconds at work: fewer periods are no share of anything. */
const fewestPeriods = 50;
/** Linux's CFS period, which the kubelet does not change unless told. */
const periodSeconds = 0.1;
/** Of what a limit allows within the throttled periods. Accounting is off by a few percent, not by half. */
const farBelow = 0.5;

/**
 * The release's own pods, held back by a CPU quota that the release did not set: without a limit of their own, or far
 * below it. At their own limit it is the release that asks for more than it allows itself, by a lower limit or by more
 * work: that is a suspect only where the workload did not change at all, and was not throttled as much before.
 */
export const cpuThrottling: Collector = {
  kind: 'cpu-throttling',
  async look(scene) {
    const within = `{namespace=${quoted(scene.subject.namespace)}}`;
    await mustHave(scene, `container_cpu_usage_seconds_total${within}`, "cAdvisor's CPU metrics of its pods");
    const range = `${within}[${rangeOf(scene)}]`;
    const [throttled, periods, used, before] = await Promise.all([
      byContainer(scene, `increase(${throttledTotal}${range})`),
      byContainer(scene, `increase(${periodsTotal}${range})`),
      byContainer(scene, `increase(container_cpu_usage_seconds_total${range})`),
      sharesBefore(scene, within),
    ]);
    return subjectPods(scene, scene.after).flatMap((pod) => {
      const [worst] = [...throttled]
        .filter(([key]) => key.startsWith(`${pod.metadata?.name}/`))
        .map(([key, count]) => ({ key, count, share: count / (periods.get(key) ?? Number.NaN) }))
        .filter(({ key, share }) => (periods.get(key) ?? 0) >= fewestPeriods && share >= often)
        .sort((a, b) => b.share - a.share);
      if (!worst) return [];
      const limit = limitOf(pod, worst.key.split('/')[1]!);
      const seconds = used.get(worst.key) ?? Number.NaN;
      const why = whyNotIts(scene, pod, { ...worst, limit, seconds, before: before.get(worst.key) });
      if (why === null) return [];
      const words = `was throttled in ${percent(worst.share)} of its CPU periods${why}`;
      return [
        {
          kind: 'cpu-throttling' as const,
          object: podName({ ...pod.metadata, namespace: scene.subject.namespace }),
          words,
        },
      ];
    });
  },
};

const throttledTotal = 'container_cpu_cfs_throttled_periods_total';
const periodsTotal = 'container_cpu_cfs_periods_total';

/** By `pod/container`; the container is empty where the whole pod's cgroup is meant. */
async function byContainer(scene: Scene, expression: string): Promise<Map<string, number>> {
  const samples = await asked(scene, `sum by (pod, container) (${expression})`);
  return new Map(samples.map((sample) => [keyOf(sample), sample.value]));
}

const keyOf = ({ labels }: PrometheusSample): string => `${labels.pod}/${labels.container ?? ''}`;

/** The share of throttled periods in the hour before the rollout was seen, of pods that were there already. */
async function sharesBefore(scene: Scene, within: string): Promise<Map<string, number>> {
  const range = `${within}[1h] offset ${offsetTo(scene, scene.rolloutAt)}`;
  const total = (metric: string) => `sum by (pod, container) (increase(${metric}${range}))`;
  const samples = await asked(scene, `${total(throttledTotal)} / ${total(periodsTotal)}`);
  return new Map(samples.map((sample) => [keyOf(sample), sample.value]));
}

interface Throttled {
  readonly count: number;
  readonly share: number;
  readonly seconds: number;
  /** CPUs; null where the pod has no limit. */
  readonly limit: number | null;
  readonly before: number | undefined;
}

/** Why the quota is none of the release's, as the rest of a sentence; null where it is its own. */
function whyNotIts(scene: Scene, pod: V1Pod, { count, share, seconds, limit, before }: Throttled) {
  if (limit === null) return ' although it has no CPU limit';
  if (seconds < farBelow * count * periodSeconds * limit)
    return ` far below its limit of ${limit} CPUs: it got ${seconds.toFixed(1)} CPU seconds`;
  const own = scene.subject.workloads.find((workload) => isPodOf([workload])(pod));
  if (scene.recorded === null)
    return `, at its limit of ${limit} CPUs; whether it was so before the rollout is not known`;
  const same = scene.recorded.workloads.some(
    ({ kind, name, templateHash }) =>
      kind === own?.kind && name === own.name && templateHash === own.templateHash,
  );
  if (!same || (before ?? 0) >= share / 2) return null;
  return `, at its limit of ${limit} CPUs, which did not change; it was ${percent(before ?? 0)} before`;
}

function limitOf({ spec }: V1Pod, container: string): number | null {
  const meant = (spec?.containers ?? []).filter(({ name }) => container === '' || name === container);
  const limits = meant.map(({ resources }) => quantity(resources?.limits?.cpu));
  const whole = limits.reduce((sum, one) => sum + one, 0);
  return limits.length > 0 && Number.isFinite(whole) ? whole : null;
}

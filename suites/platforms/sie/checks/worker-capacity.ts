import { defineCheck } from '../../../check.ts';
import { type Finding, fail, inconclusive, pass } from '../../../record/finding.ts';
import { type Health, healthOf, isFinding } from '../health.ts';
import { labelsOf, poolLabel, poolsOf, servingPods, type WorkerPool } from '../parts.ts';
import { poll } from '../poll.ts';

const patienceSeconds = 20;

/** Pool by pool: a pool that is to have workers has one that the gateway gives work to. */
export const workerCapacity = defineCheck({
  id: 'sie.worker-capacity',
  title: 'Every pool that runs has workers that get work',
  question: 'Does the gateway count the workers of every pool that is not at zero?',
  needs: { kubernetes: ['list:statefulsets', 'list:pods'], http: true },
  timeoutSeconds: 60,
  blames: 'release',
  source: 'Upgrade Runbook 1.3 and 3.1: all active worker pods Ready; 3.2: worker_count',
  hint: "Look at the worker's logs for its registration, and whether the gateway may read Endpoints",
  run: (context) =>
    poll(patienceSeconds, context.signal, async () => {
      const { kubernetes, subject } = context;
      const labels = labelsOf('worker', subject.release);
      const pools = poolsOf(await kubernetes.list('statefulsets', { labels }));
      if (pools.length === 0)
        return inconclusive('the release has no StatefulSet that is labelled as a worker pool');
      const running = pools.filter(({ desired }) => desired > 0);
      if (running.length === 0)
        return pass(`all ${pools.length} pools rest at zero replicas: the smoke tests prove them`);
      const health = await healthOf(context);
      if (isFinding(health)) return health;
      const pods = await kubernetes.list('pods', { labels });
      const byPool = Map.groupBy(pods, (pod) => pod.metadata?.labels?.[poolLabel] ?? '');
      const counted = running.map((pool) => {
        const own = servingPods(byPool.get(pool.pool) ?? []);
        return { pool, workers: own.filter((pod) => countedBy(health, pod)).length, pods: own.length };
      });
      return judge(counted);
    }),
});

/** The gateway names a worker by its pod, and by the pod's address. */
const countedBy = (health: Health, pod: { name: string; url: string }): boolean =>
  health.workers.some(({ name, url, healthy }) => healthy && (name === pod.name || url.startsWith(pod.url)));

function judge(counted: readonly { pool: WorkerPool; workers: number; pods: number }[]): Finding {
  const seen = {
    expected: 'workers of each pool in the gateway’s list, healthy',
    seen: counted.map(({ pool, workers }) => `${pool.pool}: ${workers} of ${pool.desired}`).join('; '),
  };
  const without = counted.filter(({ workers }) => workers === 0);
  if (without.length > 0)
    return fail(`no worker of ${without.map(({ pool }) => pool.pool).join(', ')} gets work`, {
      ...seen,
      objects: without.map(({ pool }) => pool.object),
    });
  const short = counted.filter(({ workers, pool }) => workers < pool.desired);
  if (short.length > 0)
    return fail(`workers of ${short.map(({ pool }) => pool.pool).join(', ')} get no work`, {
      ...seen,
      objects: short.map(({ pool }) => pool.object),
    });
  return pass(
    `${counted.reduce((sum, { workers }) => sum + workers, 0)} workers of ${counted.length} pools get work`,
    seen,
  );
}

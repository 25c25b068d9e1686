import { type CheckContext, defineCheck } from '../../../check.ts';
import { type Finding, fail, inconclusive, pass, skip } from '../../../record/finding.ts';
import { stateOf } from '../../../release/settledness.ts';
import { isFinding } from '../health.ts';
import { infer } from '../infer.ts';
import { longestWait } from '../longest-wait.ts';
import { listModels, modelFor } from '../models.ts';
import { labelsOf, poolLabel, poolsOf, type WorkerPool } from '../parts.ts';

const needs = { kubernetes: ['list:statefulsets', 'list:pods'], http: true } as const;
type Context = CheckContext<typeof needs>;

/** Waking a pool costs a GPU: so many are woken, the others are named. */
const mostPools = 4;

/** A pool at zero passes every look at its objects. Here it is asked, as a user would, and must come up in time. */
export const scaleFromZero = defineCheck({
  id: 'sie.scale-from-zero',
  title: 'Pools at zero come up when they are asked',
  question: 'Does a pool that rests at zero replicas come up and answer?',
  needs,
  timeoutSeconds: longestWait,
  // A node that does not come, or KEDA, is not cured by a rollback.
  blames: 'environment',
  source: 'Upgrade Runbook 2.3: 202 Accepted (provisioning), clients retry; 3.2: pools scaled to zero',
  hint: "Look at the ScaledObject's conditions, the pods' events and the node group's limits; settings.coldStartSeconds says how long it may take",
  async run(context) {
    const { kubernetes, subject } = context;
    const labels = labelsOf('worker', subject.release);
    const pools = poolsOf(await kubernetes.list('statefulsets', { labels }));
    const resting = pools.filter(({ desired }) => desired === 0);
    if (resting.length === 0) return skip(`no pool rests at zero replicas, of ${pools.length}`);
    const woken: { pool: WorkerPool; seconds: number }[] = [];
    for (const pool of resting.slice(0, mostPools)) {
      const seconds = await wake(context, pool);
      if (typeof seconds !== 'number') return seconds;
      woken.push({ pool, seconds });
    }
    const told = woken.map(({ pool, seconds }) => `${pool.pool} after ${seconds.toFixed(0)} s`).join(', ');
    const asleep = resting.slice(mostPools).map(({ pool }) => pool);
    if (asleep.length > 0)
      return inconclusive(`came up: ${told}; not asked: ${asleep.join(', ')}`, {
        expected: `all of ${resting.length} pools`,
      });
    return pass(`came up and answered: ${told}`, {
      expected: `200 within ${context.settings.coldStartSeconds} s`,
      objects: woken.map(({ pool }) => pool.object),
    });
  },
});

/** Seconds until the pool answered, or why it did not. */
async function wake(context: Context, pool: WorkerPool): Promise<number | Finding> {
  const served = await listModels(context);
  if (isFinding(served)) return served;
  const own = served.filter(({ bundles }) => bundles.length === 0 || bundles.includes(pool.bundle));
  const model = modelFor('encode', own, context.settings.models) ?? modelFor('encode', own, undefined);
  if (!model) return inconclusive(`no model of bundle ${pool.bundle} can be asked to wake pool ${pool.pool}`);
  const body = { items: [{ text: 'scale from zero' }], params: { output_types: ['dense'] } };
  const headers = pool.profile === '' ? {} : { 'x-sie-machine-profile': pool.profile };
  const progress = (text: string) => context.progress(`${pool.pool}: ${text}`);
  const inferred = await infer(
    { task: 'encode', model: model.name, body, headers },
    { ...context, progress },
  );
  if (isFinding(inferred)) return inferred;
  if (inferred.kind === 'served') return inferred.waitedSeconds;
  const pods = await context.kubernetes.list('pods', {
    labels: `${labelsOf('worker', context.subject.release)},${poolLabel}=${pool.pool}`,
  });
  const states = pods.map((pod) => `Pod/${pod.metadata?.name}: ${stateOf(pod)}`).join('; ');
  return fail(`pool ${pool.pool} did not come up within ${Math.round(inferred.waitedSeconds)} s`, {
    expected: `200 within ${context.settings.coldStartSeconds} s`,
    seen: `${inferred.last}; ${states || 'no pod was made'}`,
    objects: [pool.object],
  });
}

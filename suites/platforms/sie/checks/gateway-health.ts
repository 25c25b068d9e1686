import { defineCheck } from '../../../check.ts';
import { type Finding, fail, inconclusive, pass } from '../../../record/finding.ts';
import type { Settings } from '../../../settings.ts';
import { type Health, healthOf, isFinding } from '../health.ts';
import { labelsOf, poolsOf } from '../parts.ts';
import { poll } from '../poll.ts';

/** A worker that is gone leaves the gateway's list within 15 s, one that came is seen within a second. */
const patienceSeconds = 20;

/** `GET /health`, which is 200 also where nothing works: the body decides. */
export const gatewayHealth = defineCheck({
  id: 'sie.gateway-health',
  title: 'The gateway sees its workers and GPU types',
  question: 'Is the gateway healthy, with every worker and GPU type that must be there?',
  needs: { http: true, kubernetes: ['list:statefulsets'] },
  timeoutSeconds: 60,
  blames: 'release',
  source: 'Upgrade Runbook 3.2: detailed health, worker_count > 0 if pools are not scaled to zero',
  hint: "Compare the worker pods with the gateway's list, and look at both logs for the connection between them",
  async run(context) {
    const { kubernetes, subject, settings, signal } = context;
    return poll(patienceSeconds, signal, async () => {
      const health = await healthOf(context);
      if (isFinding(health)) return health;
      const sets = await kubernetes.list('statefulsets', { labels: labelsOf('worker', subject.release) });
      return judge(
        health,
        settings,
        poolsOf(sets).reduce((sum, { desired }) => sum + desired, 0),
      );
    });
  },
});

/** `desired`: replicas of all worker pools, as the cluster is to have them. */
function judge(health: Health, settings: Settings, desired: number): Finding {
  const { status, cluster, configured_gpu_types: configured, live_gpu_types: live } = health;
  const workers = cluster.worker_count;
  const wanted = settings.workers ?? desired;
  const types = settings.gpuTypes ?? [];
  const expected = `${wanted} workers${types.length > 0 ? ` with ${types.join(', ')}` : ''}`;
  const seen = {
    expected,
    seen: `${status}, ${workers} healthy workers, configured ${configured.join(', ') || 'no GPU types'}, live ${live.join(', ') || 'none'}`,
    objects: health.workers.filter(({ healthy }) => !healthy).map(({ name }) => `Pod/${name}`),
  };
  if (workers < wanted)
    return fail(`the gateway is ${status}: it sees ${workers} of ${wanted} workers`, seen);
  const unknown = types.filter((type) => !configured.includes(type));
  if (unknown.length > 0) return fail(`GPU types are not configured: ${unknown.join(', ')}`, seen);
  const idle = types.filter((type) => !live.includes(type));
  if (idle.length > 0 && settings.scaleToZero === false)
    return fail(`no worker has the GPU types ${idle.join(', ')}`, seen);
  const strange = live.filter((type) => configured.length > 0 && !configured.includes(type));
  if (strange.length > 0)
    return fail(`workers report GPU types that are not configured: ${strange.join(', ')}`, seen);
  if (workers === 0)
    return pass(`no worker: every pool rests at zero replicas, and the smoke tests prove them`, seen);
  if (status !== 'healthy')
    return inconclusive(`the gateway says ${status}, with ${workers} healthy workers`, seen);
  return pass(`healthy, ${workers} workers, GPU types ${live.join(', ') || 'not told'}`, seen);
}

import type {
  Condition,
  Deployment,
  DeploymentStatus,
  PoolStatus,
  WordcabDeployment,
  WordcabPool,
} from '../kube/resources.ts';
import { isComplete, isRolling } from './plan.ts';

interface Said {
  readonly type: string;
  readonly ok: boolean;
  readonly reason: string;
  readonly message: string;
}

/** The condition as it is now; its time is that of the last change of its status. */
function condition(said: Said, generation: number, before: readonly Condition[], now: string): Condition {
  const status = said.ok ? 'True' : 'False';
  const old = before.find(({ type }) => type === said.type);
  return {
    type: said.type,
    status,
    reason: said.reason,
    message: said.message,
    observedGeneration: generation,
    lastTransitionTime: old?.status === status ? old.lastTransitionTime : now,
  };
}

/** What a pool's status says of its workload, whose new template is rolled out, due, or begun with now. `now` is ISO 8601. */
export function poolStatus(
  pool: WordcabPool,
  workload: Deployment | undefined,
  turn: 'done' | 'due' | 'now',
  now: string,
): PoolStatus {
  const generation = pool.metadata.generation ?? 0;
  const before = pool.status;
  const desired = workload?.spec.replicas ?? pool.spec.replicas.min;
  const ready = workload?.status?.availableReplicas ?? 0;
  const complete = workload !== undefined && turn === 'done' && isComplete(workload);
  const rolling = workload !== undefined && (turn === 'now' || isRolling(workload));
  const wasHealthy = before?.phase === 'Healthy' || before?.phase === 'Degraded';
  const phase = complete
    ? 'Healthy'
    : rolling
      ? 'Rolling'
      : turn === 'due'
        ? 'Waiting'
        : wasHealthy
          ? 'Degraded'
          : 'Pending';
  const message = `${ready} of ${desired} replicas ready`;
  const rollout = before?.rollout ?? null;
  return {
    observedGeneration: generation,
    phase,
    desired,
    updated: turn !== 'done' ? 0 : (workload?.status?.updatedReplicas ?? 0),
    ready,
    image: complete ? pool.spec.image : (before?.image ?? null),
    rollout: rollout && complete && !rollout.finishedAt ? { ...rollout, finishedAt: now } : rollout,
    conditions: [
      condition(
        { type: 'Healthy', ok: complete, reason: phase, message },
        generation,
        before?.conditions ?? [],
        now,
      ),
    ],
  };
}

/** Ready iff every pool is healthy, as the metric's documentation says. */
export function deploymentStatus(
  deployment: WordcabDeployment,
  pools: readonly PoolStatus[],
  now: string,
): DeploymentStatus {
  const generation = deployment.metadata.generation ?? 0;
  const healthyPools = pools.filter(({ phase }) => phase === 'Healthy').length;
  const ready = pools.length > 0 && healthyPools === pools.length;
  const said = {
    type: 'Ready',
    ok: ready,
    reason: ready ? 'AllPoolsHealthy' : 'PoolsNotHealthy',
    message: `${healthyPools} of ${pools.length} pools healthy`,
  };
  return {
    observedGeneration: generation,
    ready,
    pools: pools.length,
    healthyPools,
    conditions: [condition(said, generation, deployment.status?.conditions ?? [], now)],
  };
}

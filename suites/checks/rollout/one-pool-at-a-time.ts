import { defineCheck } from '../../check.ts';
import { fail, inconclusive, pass } from '../../record/finding.ts';

/** At most one workload that `isPool` names was seen moving at a time. */
export const onePoolAtATime = (isPool: (workload: string) => boolean) =>
  defineCheck({
    id: 'one-pool-at-a-time',
    title: 'One pool moved at a time',
    question: 'Did the operator roll one pool at a time, as it promises?',
    needs: {},
    timeoutSeconds: 5,
    blames: 'release',
    source: 'Upgrades & rollback, Rolling upgrade: one pool at a time',
    hint: "Look at the operator's log: two pools were drained before one was ready again.",
    async run({ rollout }) {
      if (!rollout) return inconclusive('nobody watched while the release rolled out');
      const moved = rollout.movedAtOnce.filter(isPool);
      const seen = { expected: 'at most one pool moving', seen: moved.join(', ') || 'none', objects: moved };
      return moved.length > 1
        ? fail(`${moved.length} pools moved at the same time: ${moved.join(', ')}`, seen)
        : pass(moved.length === 1 ? 'one pool moved at a time' : 'no pool was seen moving', seen);
    },
  });

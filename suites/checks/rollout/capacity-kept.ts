import { defineCheck } from '../../check.ts';
import { fail, inconclusive, pass } from '../../record/finding.ts';

/** Every workload kept the pods that its strategy promises: `maxUnavailable` of them may be missing at a time. */
export const capacityKept = (maxUnavailable: number) =>
  defineCheck({
    id: 'capacity-kept',
    title: 'Capacity was kept during the rollout',
    question: 'Was there less capacity than promised while the release rolled out?',
    needs: {},
    timeoutSeconds: 5,
    blames: 'release',
    source:
      'Upgrades and Rollback, Rolling Update Behavior: capacity is never reduced below the desired count',
    hint: 'Look at maxUnavailable and at pods that became ready late.',
    async run({ rollout, before }) {
      if (!rollout) return inconclusive('nobody watched while the release rolled out');
      if (before === null)
        return inconclusive('what ran before the rollout is not known: it may be a first install');
      const short = Object.entries(rollout.leastAvailable).filter(
        ([, { available, desired }]) => available < desired - maxUnavailable,
      );
      const expected = `at most ${maxUnavailable} pods of a workload missing`;
      if (short.length === 0)
        return pass(`${Object.keys(rollout.leastAvailable).length} workloads kept their pods`, { expected });
      const seen = short
        .map(([name, { available, desired }]) => `${name}: ${available} of ${desired}`)
        .join('; ');
      return fail(`${short.length} workloads had fewer pods than promised`, {
        expected,
        seen,
        objects: short.map(([name]) => name),
      });
    },
  });

import { defineCheck } from '../../check.ts';
import { fail, pass, skip } from '../../record/finding.ts';
import { named, targetOf } from './scalers.ts';

const ofOthers = ['app.kubernetes.io/instance'] as const;

/** Each ScaledObject scales a workload that is there: an upgrade that renames pools leaves the old objects behind. */
export const scaledObjectsHaveTargets = defineCheck({
  id: 'scaled-objects-have-targets',
  title: 'Each autoscaler has its workload',
  question: 'Did the upgrade leave autoscalers behind whose workloads are gone?',
  needs: { kubernetes: ['list:scaledobjects', 'list:deployments', 'list:statefulsets'] },
  timeoutSeconds: 30,
  blames: 'environment',
  source: "SIE's chart from 0.5: pools are renamed, and old ScaledObjects are not deleted by an upgrade",
  hint: 'Delete the ScaledObject that the upgrade left behind, after reading what it named.',
  async run({ subject, kubernetes }) {
    const [scaled, deployments, statefulSets] = await Promise.all([
      kubernetes.list('scaledobjects'),
      kubernetes.list('deployments'),
      kubernetes.list('statefulsets'),
    ]);
    // An object without an owner's label may be what the release left behind; one with another's is not ours to judge.
    const own = scaled.filter(({ metadata }) =>
      ofOthers.every((label) => [undefined, subject.release].includes(metadata?.labels?.[label])),
    );
    const known = own.filter((object) => /^(Deployment|StatefulSet)\//.test(targetOf(object)));
    if (known.length === 0) return skip('the release has no ScaledObject of a Deployment or StatefulSet');
    const there = new Set([
      ...deployments.map(({ metadata }) => `Deployment/${metadata?.name}`),
      ...statefulSets.map(({ metadata }) => `StatefulSet/${metadata?.name}`),
    ]);
    const lost = known.filter((object) => !there.has(targetOf(object)));
    const expected = `a workload for each of ${known.length} ScaledObjects`;
    if (lost.length === 0)
      return pass(`${known.length} of ${known.length} ScaledObjects have their workload`, { expected });
    const told = lost.map((object) => `${named(object)} scales ${targetOf(object)}`);
    return fail(`${lost.length} ScaledObjects scale what is not there: ${told[0]}`, {
      expected,
      seen: told.join('; '),
      objects: lost.map(named),
    });
  },
});

import { defineCheck } from '../../check.ts';
import { fail, inconclusive, pass, skip } from '../../record/finding.ts';
import { isComplete } from '../../release/snapshot.ts';
import { memberRules, readMembers } from '../workloads/members.ts';

/** A change of configuration alone, which leaves every pod template as it was, restarts no serving pod: their UIDs stay. */
export const podsUnchanged = defineCheck({
  id: 'pods-unchanged',
  title: 'A config-only change restarted no pod',
  question: 'Did a change of configuration leave the serving pods alone?',
  needs: { kubernetes: memberRules },
  timeoutSeconds: 30,
  blames: 'environment',
  source: 'Wordcab, Upgrades: config-only changes are applied immediately without restarting serving pods',
  hint: 'Look for a rollout restart, an eviction or a node that was replaced at that time.',
  async run({ subject, kubernetes, before }) {
    if (!before) return skip('nobody recorded the release before the rollout (`seatrial record`)');
    const was = new Map(
      before.workloads.map(({ kind, name, templateHash }) => [`${kind}/${name}`, templateHash]),
    );
    const changed = subject.workloads
      .map(({ kind, name, templateHash }) => ({ id: `${kind}/${name}`, templateHash }))
      .filter(({ id, templateHash }) => was.get(id) !== templateHash);
    if (changed.length > 0)
      return skip(
        `not a config-only change: the pods of ${changed.map(({ id }) => id).join(', ')} are of another template`,
      );
    if (!isComplete(before, 'pods')) return inconclusive('the record of before does not hold all pods');
    const known = new Set(before.pods.map(({ uid }) => uid));
    if (known.size === 0) return skip('the record of before has no pods');
    const { members } = await readMembers(subject, kubernetes);
    const judged = members.map(({ name, workload, pods }) => {
      const fresh = pods.filter(({ metadata }) => !known.has(metadata?.uid ?? ''));
      const kept = pods.length - fresh.length;
      const had = before.pods.filter((pod) => pod.workload === name || pod.workload === workload.name).length;
      // An autoscaler may add pods and take pods away: only a pod that took another's place was restarted.
      return { name, pods: pods.length, replaced: fresh.slice(0, Math.max(0, had - kept)) };
    });
    const replaced = judged.flatMap((one) => one.replaced.map(({ metadata }) => metadata?.name));
    const total = judged.reduce((sum, { pods }) => sum + pods, 0);
    const expected = `the pods of before, ${known.size} of them`;
    if (replaced.length === 0)
      return pass(`no pod of ${total} took the place of one of before`, { expected });
    return fail(`${replaced.length} of ${total} pods were restarted although no template changed`, {
      expected,
      seen: `new: ${replaced.join(', ')}`,
      objects: replaced.map((name) => `Pod/${name}`),
    });
  },
});

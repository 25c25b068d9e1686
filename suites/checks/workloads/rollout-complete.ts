import { defineCheck } from '../../check.ts';
import { fail, inconclusive, pass, skip } from '../../record/finding.ts';
import { readScalers, scalerRules } from '../autoscaling/scalers.ts';
import { memberRules, readMembers } from './members.ts';
import { rolloutState } from './rollout-state.ts';
import { scalingUp } from './scaling-up.ts';

/** Each workload's rollout is over by its own strategy, and every pod is of its newest template. Zero replicas prove nothing. */
export const rolloutComplete = defineCheck({
  id: 'rollout-complete',
  title: 'Every rollout is complete',
  question: 'Has every workload rolled out, down to its last pod?',
  needs: { kubernetes: [...memberRules, ...scalerRules] },
  timeoutSeconds: 30,
  blames: 'release',
  source: 'Managed Kubernetes, Verify: watch rollout; Upgrade Runbook 2.4',
  hint: 'Read `kubectl describe` of the pod that lags, and its logs.',
  async run({ subject, kubernetes, settings, now }) {
    const [{ members, gone }, scalers] = await Promise.all([
      readMembers(subject, kubernetes),
      readScalers(kubernetes),
    ]);
    const scaled = new Set(scalers.map(({ target }) => target));
    const states = members.map((member) => ({
      ...member,
      ...rolloutState(member),
      growing: scalingUp(member, scalers, now).length,
    }));
    const wrong = states.filter(
      (one) => one.wrong.length > 0 && !(one.growing >= one.missing && onlyMissing(one)),
    );
    const complaints = [
      ...gone.map((name) => `${name} is gone`),
      ...wrong.filter(({ stale }) => !stale).map((one) => `${one.name}: ${one.wrong.join(', ')}`),
    ];
    const expected = `${subject.workloads.length} workloads rolled out, every pod of the newest template`;
    if (complaints.length > 0)
      return fail(
        `${complaints.length} of ${subject.workloads.length} workloads are not rolled out: ${complaints[0]}`,
        {
          expected,
          seen: complaints.join('; '),
          objects: [...gone, ...wrong.map(({ name }) => name)],
        },
      );

    const open = states.flatMap(({ name, stale, growing, missing }) => {
      if (stale) return [`${name}: its controller has not seen the newest spec`];
      return growing > 0 && missing > 0
        ? [`${name}: ${growing} pods that its autoscaler asked for are starting`]
        : [];
    });
    const resting = states.filter(({ desired, stale }) => desired === 0 && !stale);
    // A DaemonSet has as many pods as nodes fit it, which may be none.
    const mayRest = ({ name, workload: { kind, gpusPerPod } }: (typeof states)[number]) =>
      kind === 'DaemonSet' || (settings.scaleToZero === true && (gpusPerPod > 0 || scaled.has(name)));
    const unproven = resting.filter((one) => !mayRest(one)).map(({ name }) => `${name} has no replicas`);
    if (open.length + unproven.length > 0)
      return inconclusive(`not proven: ${[...open, ...unproven][0]}`, {
        expected,
        seen: [...open, ...unproven].join('; '),
        objects: [...resting.map(({ name }) => name)],
      });
    if (states.length === 0) return inconclusive('the release has no workload that serves', { expected });
    const pods = states.reduce((sum, one) => sum + one.pods.length, 0);
    const rest =
      resting.length > 0 ? `; at rest and not proven: ${resting.map(({ name }) => name).join(', ')}` : '';
    if (resting.length === states.length)
      return skip(`every workload rests at zero replicas${rest}`, { expected });
    return pass(
      `${states.length - resting.length} of ${states.length} workloads rolled out, ${pods} pods${rest}`,
      {
        expected,
        seen: states.map(({ name, pods: own }) => `${name}: ${own.length}`).join('; '),
      },
    );
  },
});

/** True where the only complaint is that pods are not available yet. */
const onlyMissing = ({ wrong, missing }: { wrong: readonly string[]; missing: number }): boolean =>
  missing > 0 && wrong.length === 1;

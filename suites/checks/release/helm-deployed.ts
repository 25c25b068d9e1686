import { defineCheck } from '../../check.ts';
import { fail, inconclusive, pass, skip } from '../../record/finding.ts';

/** How long Helm may be at work on a revision before it is taken for cut off: longer than the runbooks' `--timeout 10m`. */
const atWorkMs = 30 * 60_000;

/** Helm's newest revision is `deployed`. That says only that the API server took it: pods are told of by other checks. */
export const helmDeployed = defineCheck({
  id: 'helm-deployed',
  title: 'Helm’s newest revision is deployed',
  question: 'Did Helm finish, without a failed or a stuck revision on top?',
  needs: { helm: true },
  timeoutSeconds: 30,
  blames: 'environment',
  source: 'Upgrade Runbook 3.6: Helm release version; Upgrades and Rollback: helm history',
  hint: 'Read `helm history`: a failed revision wants another upgrade or a rollback to the last verified one, a stuck one a rollback.',
  async run({ helm, now }) {
    const [newest] = await helm.revisions();
    if (!newest) return skip('Helm keeps no history of the release in Secrets');
    const { revision, status, description } = newest;
    const told = { expected: 'deployed', seen: `revision ${revision}: ${status} (${description})` };
    if (status === 'deployed') return pass(`revision ${revision} is deployed`, told);
    if (status === 'failed') return fail(`revision ${revision} failed: ${description}`, told);
    if (!status.startsWith('pending-') && status !== 'uninstalling')
      return inconclusive(`revision ${revision} is ${status}`, told);
    const since = Date.parse(newest.updatedAt);
    if (!(now - since > atWorkMs))
      return inconclusive(`revision ${revision} is ${status}: Helm is still at work`, told);
    const minutes = Math.round((now - since) / 60_000);
    return fail(`revision ${revision} has been ${status} for ${minutes} minutes: Helm was cut off`, told);
  },
});

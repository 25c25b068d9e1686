import { defineCheck } from '../../check.ts';
import { fail, inconclusive, pass } from '../../record/finding.ts';

/** No operation of Helm is under way or was left behind, and the last one succeeded. */
export const helmIdle = defineCheck({
  id: 'preflight.helm-idle',
  title: 'Helm is idle and its last operation succeeded',
  question: 'Is an earlier upgrade or rollback unfinished or failed?',
  needs: { helm: true },
  timeoutSeconds: 30,
  blames: 'environment',
  source: 'Upgrade Runbook 1.2 Record Current State: helm list, helm history',
  hint: 'wait for the operation to end, or roll back to the last good revision, before the upgrade',
  async run({ helm, subject }) {
    const [newest] = await helm.revisions();
    if (!newest)
      return inconclusive(
        'Helm has no history of the release in Secrets: is it stored elsewhere, or not by Helm?',
      );
    const { revision, status, updatedAt, description } = newest;
    const seen = {
      expected: 'the newest revision deployed',
      seen: `revision ${revision} is ${status} since ${updatedAt || 'an unknown time'}: ${description}`,
      objects: [`Secret/sh.helm.release.v1.${subject.release}.v${revision}`],
    };
    // Deployed says that the API accepted it, not that it rolled out: that is asked elsewhere.
    if (status === 'deployed') return pass(`revision ${revision} is deployed`, seen);
    if (status.startsWith('pending-') || status === 'uninstalling')
      return fail(`Helm revision ${revision} is ${status}: an operation is under way, or was cut off`, seen);
    if (status === 'failed') return fail(`Helm revision ${revision}, the newest, failed`, seen);
    return inconclusive(`Helm revision ${revision}, the newest, is ${status}`, seen);
  },
});

import { defineCheck, type Needs } from '../../check.ts';
import type { AccessReviewer } from '../../probes/kubernetes/access.ts';
import { type NeededRight, rightsOf } from '../../probes/kubernetes/rights.ts';
import { fail, pass } from '../../record/finding.ts';

const atOnce = 5;

/** Our own rights for every check to come, by SelfSubjectAccessReviews; `needs` of the suites that will be run. */
export const permissions = (needs: () => readonly Needs[]) =>
  defineCheck({
    id: 'preflight.permissions',
    title: 'We may read what the checks need',
    question: 'Does this account have every right that the checks before and after the upgrade need?',
    needs: { access: true },
    timeoutSeconds: 60,
    blames: 'environment',
    source: 'Upgrade Runbook 1, 3 and 4: every command there is run by an account that may',
    hint: 'apply the Role that `seatrial preflight --print-role` prints',
    async run({ access, subject }) {
      const rights = rightsOf(needs());
      const missing: NeededRight[] = [];
      const queue = rights[Symbol.iterator]();
      const work = async () => {
        for (const right of queue) {
          const [resource = '', subresource] = right.resource.split('/');
          const namespace = right.scope === 'namespace' ? subject.namespace : null;
          const { verb, group } = right;
          const asked = { verb, group, resource, ...(subresource && { subresource }), namespace };
          if (!(await access.allowed(asked)) && !(await byName(right, access))) missing.push(right);
        }
      };
      await Promise.all(Array.from({ length: atOnce }, work));
      const expected = `${rights.length} rights`;
      if (missing.length === 0)
        return pass(`${rights.length} of ${rights.length} rights are granted`, { expected });
      const texts = missing.map(textOf).sort();
      const where = `in namespace ${subject.namespace} or, where marked, in the cluster`;
      return fail(`${missing.length} of ${rights.length} rights are missing: ${texts.join(', ')}`, {
        expected: `${expected} ${where}`,
        seen: texts.join('; '),
      });
    },
  });

const textOf = ({ verb, resource, group, scope }: NeededRight): string =>
  `${verb} ${resource}${group ? `.${group}` : ''}${scope === 'cluster' ? ' (cluster)' : ''}`;

/** A right to objects with known names is granted by name, in the one namespace where they are. */
async function byName(
  { verb, group, resource, names }: NeededRight,
  access: AccessReviewer,
): Promise<boolean> {
  if (!names) return false;
  const answers = await Promise.all(
    names.map((name) => access.allowed({ verb, group, resource, name, namespace: 'kube-system' })),
  );
  return answers.every(Boolean);
}

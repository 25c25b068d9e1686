import type { V1PodDisruptionBudget } from '@kubernetes/client-node';
import { defineCheck } from '../../check.ts';
import { fail, inconclusive, pass, skip } from '../../record/finding.ts';
import { selects } from './label-selector.ts';
import { type Member, memberRules, readMembers } from './members.ts';

export interface BudgetExpectations {
  /** True where the vendor's chart makes a budget for each GPU workload, so that a missing one is a fault. */
  readonly promised: boolean;
  /** Whether a workload should have one; left out: those whose pods have GPUs. */
  readonly of?: (member: Member) => boolean;
}

/** Each GPU workload has one PodDisruptionBudget that selects its pods and lets a drain take one of them. */
export const disruptionBudgets = ({
  promised,
  of = ({ workload }) => workload.gpusPerPod > 0,
}: BudgetExpectations) =>
  defineCheck({
    id: 'disruption-budgets',
    title: 'Disruption budgets protect the GPU workloads, and let nodes be drained',
    question: 'Does a drain take one GPU pod at a time, and at least one?',
    needs: { kubernetes: [...memberRules, 'list:poddisruptionbudgets'] },
    timeoutSeconds: 30,
    blames: 'environment',
    source: 'Upgrade Runbook 2.3: PodDisruptionBudget maxUnavailable 1 per worker pool',
    hint: 'Give each pool one budget with maxUnavailable 1.',
    async run({ subject, kubernetes }) {
      const [{ members }, budgets] = await Promise.all([
        readMembers(subject, kubernetes),
        kubernetes.list('poddisruptionbudgets'),
      ]);
      const wanted = members.filter(of);
      if (wanted.length === 0) return skip('no workload of the release has GPUs');
      const judged = wanted.map((member) => ({ member, ...judge(member, budgets) }));
      if (!promised && judged.every(({ own }) => own.length === 0))
        return skip('no workload of the release has a PodDisruptionBudget, and its vendor promises none');
      const expected = `one budget for each of ${wanted.length} GPU workloads, which allows a disruption`;
      const wrong = judged.filter(({ fault }) => fault !== null);
      const seen = judged.map(
        ({ member, fault, open, own }) =>
          `${member.name}: ${fault ?? open ?? own[0]?.metadata?.name ?? 'at rest'}`,
      );
      const objects = (some: typeof judged) =>
        some.flatMap(({ member, own }) => [
          member.name,
          ...own.map(({ metadata }) => `PodDisruptionBudget/${metadata?.name}`),
        ]);
      if (wrong.length > 0)
        return fail(`${wrong[0]!.member.name}: ${wrong[0]!.fault}`, {
          expected,
          seen: seen.join('; '),
          objects: objects(wrong),
        });
      const open = judged.filter((one) => one.open !== null);
      if (open.length > 0)
        return inconclusive(`${open[0]!.member.name}: ${open[0]!.open}`, {
          expected,
          seen: seen.join('; '),
          objects: objects(open),
        });
      const resting = wanted.filter(({ pods }) => pods.length === 0).map(({ name }) => name);
      if (resting.length === wanted.length)
        return skip('every GPU workload rests at zero replicas', { expected });
      const rest = resting.length > 0 ? `; at rest and not proven: ${resting.join(', ')}` : '';
      return pass(
        `${wanted.length - resting.length} of ${wanted.length} GPU workloads can be drained pod by pod${rest}`,
        { expected, seen: seen.join('; ') },
      );
    },
  });

interface Judged {
  readonly own: readonly V1PodDisruptionBudget[];
  readonly fault: string | null;
  readonly open: string | null;
}

function judge({ object, pods }: Member, budgets: readonly V1PodDisruptionBudget[]): Judged {
  const labels = object.spec?.template.metadata?.labels;
  const own = budgets.filter(({ spec }) => selects(spec?.selector, labels));
  const [budget] = own;
  if (!budget) return { own, fault: 'no PodDisruptionBudget selects its pods', open: null };
  if (own.length > 1)
    return { own, fault: `${own.length} budgets select its pods, and a drain is refused`, open: null };
  const {
    expectedPods = 0,
    desiredHealthy = 0,
    disruptionsAllowed = 0,
    observedGeneration,
  } = budget.status ?? {};
  if (pods.length === 0) return { own, fault: null, open: null };
  if (observedGeneration !== budget.metadata?.generation || expectedPods === 0)
    return { own, fault: null, open: 'its budget has not been counted yet' };
  if (desiredHealthy >= expectedPods)
    return {
      own,
      fault: `its budget wants ${desiredHealthy} of ${expectedPods} pods healthy and blocks every drain`,
      open: null,
    };
  if (disruptionsAllowed < 1)
    return { own, fault: null, open: 'its budget allows no disruption now, since pods are not healthy' };
  return { own, fault: null, open: null };
}

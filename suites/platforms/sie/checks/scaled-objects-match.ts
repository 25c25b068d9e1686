import { defineCheck } from '../../../check.ts';
import { fail, inconclusive, pass, skip } from '../../../record/finding.ts';

const versionLabels = ['helm.sh/chart', 'app.kubernetes.io/version'] as const;

/**
 * The chart applies its ScaledObjects in a hook after installs and upgrades, which a rollback does not run (0.3.1): they
 * may be those of another release than the workloads they scale. Both carry the chart's labels, so they can be compared.
 */
export const scaledObjectsMatch = defineCheck({
  id: 'sie.scaled-objects-match',
  title: 'ScaledObjects are those of this release',
  question: 'Are the ScaledObjects those of the release that is deployed, and not of another?',
  needs: { kubernetes: ['list:scaledobjects', 'list:statefulsets', 'list:deployments'] },
  timeoutSeconds: 30,
  blames: 'environment',
  source:
    'Upgrade Runbook 4.5: KEDA ScaledObjects after a rollback (chart 0.3.1: hook post-install,post-upgrade only)',
  hint: 'Apply the ScaledObjects of this revision: helm upgrade with the same chart and values runs the hook',
  async run({ kubernetes, subject }) {
    const [scaled, sets, deployments] = await Promise.all([
      kubernetes.list('scaledobjects'),
      kubernetes.list('statefulsets'),
      kubernetes.list('deployments'),
    ]);
    const targets = new Map(
      [
        ...sets.map((object) => ['StatefulSet', object] as const),
        ...deployments.map((object) => ['Deployment', object] as const),
      ].map(([kind, { metadata }]) => [`${kind}/${metadata?.name}`, metadata?.labels ?? {}]),
    );
    const own = scaled.filter(
      ({ metadata, spec }) =>
        metadata?.labels?.['app.kubernetes.io/instance'] === subject.release ||
        targets.get(targetOf(spec))?.['app.kubernetes.io/instance'] === subject.release,
    );
    if (own.length === 0) return skip('the release has no ScaledObject: autoscaling is off');
    const wrong = own.flatMap(({ metadata, spec }) => {
      const name = metadata?.name ?? '?';
      const target = targets.get(targetOf(spec));
      if (!target) return [{ name, why: `scales ${targetOf(spec)}, which is not there` }];
      return versionLabels.flatMap((label) => {
        const [is, shall] = [metadata?.labels?.[label], target[label]];
        return is !== undefined && shall !== undefined && is !== shall
          ? [{ name, why: `${label} is ${is}, its target's is ${shall}` }]
          : [];
      });
    });
    const seen = {
      expected: 'the labels of the workloads that they scale',
      seen: wrong.map(({ name, why }) => `${name}: ${why}`).join('; '),
      objects: [...new Set(wrong.map(({ name }) => `ScaledObject/${name}`))],
    };
    if (wrong.length > 0)
      return fail(
        `${new Set(wrong.map(({ name }) => name)).size} of ${own.length} ScaledObjects are not of this release`,
        seen,
      );
    const silent = own.filter(({ metadata }) => !versionLabels.some((label) => metadata?.labels?.[label]));
    if (silent.length > 0)
      return inconclusive(
        `${silent.length} of ${own.length} ScaledObjects do not say of which release they are`,
        {
          expected: versionLabels.join(', '),
          objects: silent.map(({ metadata }) => `ScaledObject/${metadata?.name}`),
        },
      );
    return pass(`${own.length} ScaledObjects are of this release`);
  },
});

const targetOf = (spec?: {
  readonly scaleTargetRef?: { readonly kind?: string; readonly name?: string };
}): string => `${spec?.scaleTargetRef?.kind ?? 'Deployment'}/${spec?.scaleTargetRef?.name ?? '?'}`;

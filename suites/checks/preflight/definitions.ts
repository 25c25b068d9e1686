import type { KubernetesObject, V1CustomResourceDefinition } from '@kubernetes/client-node';
import { defineCheck } from '../../check.ts';
import { fail, inconclusive, pass, skip } from '../../record/finding.ts';
import { incompatibilities } from './definitions/incompatibilities.ts';
import { deployedIfReadable } from './deployed.ts';
import { versionIn } from './version.ts';

const isDefinition = (object: KubernetesObject): object is V1CustomResourceDefinition =>
  object.kind === 'CustomResourceDefinition';

/** The target's custom resource definitions take what the present ones take. */
export const definitions = defineCheck({
  id: 'preflight.definitions',
  title: 'Custom resource definitions stay compatible',
  question: 'Would custom resources that are valid today be refused after the upgrade?',
  needs: { kubernetes: ['get:customresourcedefinitions'], helm: true },
  timeoutSeconds: 60,
  blames: 'release',
  source: 'Upgrades & rollback, Stability rules: CRD schemas are backward-compatible within a major',
  hint: 'do not upgrade; ask the vendor why the definition lost what it had',
  async run({ kubernetes, helm, target }) {
    if (!target) return skip('no chart was given to upgrade to');
    if (target.trouble !== null) return inconclusive('the chart cannot be rendered with these values');
    const wanted = [...target.definitions, ...target.objects].filter(isDefinition);
    if (wanted.length === 0) return skip('the chart brings no custom resource definitions');
    const compared = await Promise.all(
      wanted.map(async (next) => {
        const name = next.metadata?.name ?? '?';
        const live = await kubernetes.get('customresourcedefinitions', name);
        return { name, isNew: live === null, losses: live ? incompatibilities(live, next) : [] };
      }),
    );
    const broken = compared.filter(({ losses }) => losses.length > 0);
    const fresh = compared.filter(({ isNew }) => isNew).length;
    const expected = 'no field, value or version removed, nothing newly required';
    if (broken.length === 0)
      return pass(
        `${wanted.length} definitions take what they took${fresh > 0 ? `, ${fresh} of them new` : ''}`,
        {
          expected,
        },
      );
    const seen = broken.map(({ name, losses }) => `${name}: ${losses.join(', ')}`).join('; ');
    const evidence = {
      expected,
      seen,
      objects: broken.map(({ name }) => `CustomResourceDefinition/${name}`),
    };
    const count = broken.reduce((sum, { losses }) => sum + losses.length, 0);
    const reason = `${count} changes of ${broken.length} definitions refuse what is valid today: ${broken[0]!.losses[0]}`;
    const [from, to] = [
      versionIn((await deployedIfReadable(helm))?.chart.version),
      versionIn(target.chart.version),
    ];
    // The promise holds within a major version; beyond it a person decides.
    return from && to && to.major > from.major
      ? inconclusive(`${reason}; ${to.major} is a new major version, where that may be meant`, evidence)
      : fail(reason, evidence);
  },
});

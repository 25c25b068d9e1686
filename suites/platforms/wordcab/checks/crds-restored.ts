import { defineCheck } from '../../../check.ts';
import { sameTag } from '../../../checks/release-tag.ts';
import { fail, inconclusive, pass, skip } from '../../../record/finding.ts';
import { tagOf } from '../tag.ts';

/** After a rollback the operator's custom resources are those of the release that came back, not only the chart. */
export const crdsRestored = defineCheck({
  id: 'wordcab.crds-restored',
  title: 'The custom resources came back with the release',
  question: 'Do the pools declare the release that is deployed, and are those of before all there?',
  needs: { kubernetes: ['list:wordcabpools', 'list:wordcabdeployments'] },
  timeoutSeconds: 30,
  blames: 'release',
  source: 'Rollback: it restores both the chart revision and the operator-reconciled CRDs',
  hint: 'Compare `helm get manifest` of the revision with the pools: edits by hand survive a rollback.',
  async run({ subject, before, kubernetes }) {
    const [pools, deployments] = await Promise.all([
      kubernetes.list('wordcabpools'),
      kubernetes.list('wordcabdeployments'),
    ]);
    const had = before?.objects.filter(({ kind }) => kind === 'WordcabPool').map(({ name }) => name) ?? [];
    const { tag } = subject;
    if (pools.length === 0 && had.length === 0)
      return skip('there is no wordcabpools.wordcab.com object here; its name is an assumption of ours');
    if (tag === null) return inconclusive('no image of the release carries a release tag');
    const there = new Set(pools.map(({ metadata }) => metadata?.name));
    // The record is of the release that came back only where its tag is.
    const lost = before?.tag === tag ? had.filter((name) => !there.has(name)) : [];
    const declared = [
      ...pools.flatMap(({ metadata, spec }) => {
        const own = tagOf(spec?.image ?? '');
        return own === null ? [] : [{ name: `WordcabPool/${metadata?.name}`, tag: own }];
      }),
      ...deployments.flatMap(({ metadata, spec }) =>
        spec?.release === undefined
          ? []
          : [{ name: `WordcabDeployment/${metadata?.name}`, tag: spec.release }],
      ),
    ];
    const others = declared.filter((one) => !sameTag(one.tag, tag));
    const objects = [...others.map(({ name }) => name), ...lost.map((name) => `WordcabPool/${name}`)];
    const seen = {
      expected: `${tag} in each of ${declared.length} custom resources`,
      seen:
        [...others.map((one) => `${one.name}: ${one.tag}`), ...lost.map((name) => `${name} is gone`)].join(
          '; ',
        ) || tag,
      objects,
    };
    if (lost.length > 0)
      return fail(`${lost.length} pools of the release are gone: ${lost.join(', ')}`, seen);
    if (others.length > 0)
      return fail(
        `${others.length} of ${declared.length} custom resources declare another release than ${tag}`,
        seen,
      );
    if (declared.length === 0) return inconclusive('the custom resources name no release', seen);
    return pass(`${declared.length} custom resources declare ${tag}`, seen);
  },
});

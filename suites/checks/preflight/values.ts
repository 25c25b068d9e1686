import { defineCheck } from '../../check.ts';
import { valuesChanges } from '../../operations/plan/values.ts';
import { fail, inconclusive, pass, skip } from '../../record/finding.ts';
import { deployedIn } from './deployed.ts';
import { redactedLine } from './log-lines.ts';

/** The values fit the chart: none lost its name, none that is required is missing, and the chart can be rendered with them. */
export const values = defineCheck({
  id: 'preflight.values',
  title: 'The values fit the new chart',
  question: 'Were values removed, renamed or newly required?',
  needs: { helm: true },
  timeoutSeconds: 30,
  blames: 'release',
  source: 'Upgrade Runbook 1.1 Review the CHANGELOG: Helm values changes',
  hint: 'seatrial plan shows each name; move or drop those that the chart no longer knows',
  async run({ helm, target }) {
    if (!target) return skip('no chart was given to upgrade to');
    if (target.trouble !== null)
      return fail('the chart cannot be rendered with these values', { seen: redactedLine(target.trouble) });
    const deployed = deployedIn(await helm.revisions());
    const { removed, renamed, required } = valuesChanges(
      { values: deployed?.values ?? {}, defaults: deployed?.defaults ?? null },
      target,
    );
    const expected = 'every value that is given has an effect, and none that is required is missing';
    const known = (path: string) => renamed.find(({ from }) => from === path);
    const seen = [
      ...required.map((path) => `${path} is required and not given`),
      ...removed.map((path) => {
        const to = known(path);
        return `${path} is no longer known${to ? `, ${to.sure ? 'it is' : 'perhaps'} ${to.to} now` : ''}`;
      }),
    ].join('; ');
    const parts = [
      ...(removed.length > 0 ? [`${removed.length} given values have no effect any more`] : []),
      ...(required.length > 0 ? [`${required.length} required values are missing`] : []),
    ];
    if (parts.length > 0)
      return fail(`${parts.join(', ')}: ${[...required, ...removed].join(', ')}`, { expected, seen });
    if (!deployed?.defaults)
      return inconclusive(
        'which names the deployed chart knew is not known: Helm has no deployed revision with them',
        {
          expected,
        },
      );
    return pass('the chart can be rendered, and every given name is known to it', { expected });
  },
});

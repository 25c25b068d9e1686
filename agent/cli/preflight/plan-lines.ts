import { hang } from '../../../reports/console/layout.ts';
import type { Palette } from '../../../reports/console/palette.ts';
import { plain } from '../../../reports/view/text.ts';
import type { ObjectPlan, ShownChange, UpgradePlan } from '../../../suites/operations/plan/upgrade-plan.ts';

/** Changes of one object that are shown; the JSON has all of them. */
const mostChanges = 6;
const mostNames = 12;

/** A plan as lines: what would fail first, then what moves, then what changes. */
export function planLines(plan: UpgradePlan, palette: Palette, width: number): string[] {
  const { bold, cyan, dim, red, yellow, green } = palette;
  const item = (mark: string, text: string) => hang(`  ${mark} `, 4, plain(text), width);
  const section = (title: string, lines: readonly string[]) =>
    lines.length > 0 ? ['', `  ${bold(title)}`, ...lines] : [];
  const [from, to] = [plan.tag.from ?? 'no tag', plan.tag.to ?? 'no tag'];
  const head = [
    '',
    `${bold('Plan')}  ${bold(cyan(plain(`${plan.namespace}/${plan.release}`)))}   ${plain(from === to ? from : `${from} → ${to}`)}`,
    dim(`      ${plain(`${plan.source}: ${plan.chart.from ?? 'nothing deployed'} → ${plan.chart.to}`)}`),
    dim(`      Helm applies ${plan.method === 'server-side' ? 'server-side' : 'by a three-way patch'}`),
  ];
  if (plan.trouble !== null)
    return [...head, ...section('Cannot be rendered', item(red('✖'), plan.trouble)), ''];
  const { values } = plan;
  const still =
    plan.untouched.length > 0
      ? item(
          green('✔'),
          `${names(plan.untouched)} ${plan.untouched.length === 1 ? 'stays as it runs' : 'stay as they run'}`,
        )
      : [];
  return [
    ...head,
    ...section('Would end in an error', [
      ...plan.impossible.flatMap((one) => objectLines(red('✖'), one, width)),
      ...values.required.flatMap((path) => item(red('✖'), `value ${path} is required and not given`)),
    ]),
    ...section('Needs a look', [
      ...values.removed.flatMap((path) =>
        item(yellow('!'), `value ${path} is no longer known to the chart${renamedTo(plan, path)}`),
      ),
      ...plan.resets.flatMap(({ object, effect }) => item(yellow('!'), `${object}: ${effect}`)),
      ...plan.staleReaders.flatMap(({ object, readers }) =>
        item(yellow('!'), `${object} changes, and ${names(readers)}, which read it, go on without a restart`),
      ),
      ...plan.drifted.flatMap((one) => objectLines(yellow('!'), one, width, driftEffect(plan))),
    ]),
    ...section('Pods', [
      ...plan.restarts.flatMap(({ object, because }) => item(cyan('↻'), `${object} restarts: ${because}`)),
      ...still,
    ]),
    ...section(
      'Images',
      plan.images.flatMap(({ container, from: old, to: next }) =>
        item(cyan('~'), `${container}: ${old ?? '(none)'} → ${next}`),
      ),
    ),
    ...section(
      'Models',
      plan.models.flatMap((one) => item(cyan('~'), changeText(one))),
    ),
    ...section('Objects', [
      ...plan.added.flatMap((name) => item(green('+'), name)),
      ...plan.removed.flatMap((name) => item(red('-'), name)),
      ...plan.changed.flatMap((one) => objectLines(cyan('~'), one, width)),
      ...(plan.unchanged > 0 ? [dim(`    ${plan.unchanged} unchanged`)] : []),
    ]),
    '',
  ];
}

const driftEffect = ({ method }: UpgradePlan): string =>
  method === 'three-way'
    ? 'changed since Helm applied it; set back, except in custom resources'
    : 'changed since Helm applied it; a conflict where another manager owns it';

const names = (of: readonly string[]): string =>
  of.length <= mostNames
    ? of.join(', ')
    : `${of.slice(0, mostNames).join(', ')} and ${of.length - mostNames} more`;

function renamedTo({ values }: UpgradePlan, path: string): string {
  const found = values.renamed.find(({ from }) => from === path);
  return found ? `: it is ${found.sure ? '' : 'perhaps '}${found.to} now` : ': it has no effect any more';
}

const changeText = ({ path, from, to }: ShownChange): string => `${path || 'it'}: ${from} → ${to}`;

function objectLines(mark: string, { object, changes }: ObjectPlan, width: number, note = ''): string[] {
  const more = changes.length > mostChanges ? [`    and ${changes.length - mostChanges} more`] : [];
  return [
    ...hang(`  ${mark} `, 4, plain(`${object}${note ? `: ${note}` : ''}`), width),
    ...changes.slice(0, mostChanges).flatMap((one) => hang('      ', 8, plain(changeText(one)), width)),
    ...more,
  ];
}

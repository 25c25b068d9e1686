import { hang } from '../../../reports/console/layout.ts';
import { type Palette, paint } from '../../../reports/console/palette.ts';
import { gpuName, plain } from '../../../reports/view/text.ts';
import type { Pool } from '../../../suites/operations/status/pool.ts';
import type { ReleaseStatus } from '../../../suites/operations/status/release-status.ts';
import type { Scaling } from '../../../suites/operations/status/scaling.ts';
import { tableLines } from './table-lines.ts';

const heads = ['', 'POOL', 'READY', 'UPDATED', 'AVAILABLE', 'GPUS', 'TAG', 'AUTOSCALING'];

/** A release pool by pool. `spinner` stands before what moves, in a live view. */
export function statusLines(status: ReleaseStatus, palette: Palette, width: number, spinner = '•'): string[] {
  const { bold, cyan, dim, yellow, red, green } = palette;
  const { namespace, release, tag, helm, pools, gpuModel } = status;
  const gpus = pools.reduce((sum, pool) => sum + pool.gpus.desired, 0);
  const facts = [
    tag,
    helm
      ? `Helm revision ${helm.revision} ${helm.pending ? yellow(helm.status) : helm.status === 'failed' ? red(helm.status) : helm.status}`
      : null,
    gpus > 0 ? `${gpus} × ${gpuName(gpuModel)}` : null,
  ];
  const state = status.settled
    ? status.unread.length > 0
      ? yellow('settled, as far as could be read')
      : green('settled')
    : status.hopeless
      ? red('stuck')
      : `${cyan(spinner)} ${cyan('rolling out')}`;
  const rows = pools.map((pool) => {
    const alone = pools.filter(({ name }) => name === pool.name).length === 1;
    return rowOf(pool, { alone, wanted: tag, spinner }, palette);
  });
  const remarks = [
    ...status.notes.flatMap((line) => hang(`  ${yellow('!')} `, 4, plain(line), width)),
    ...status.unread.flatMap((line) => hang(`  ${yellow('?')} `, 4, plain(line), width)),
  ];
  const wait = status.hopeless ? [status.hopeless] : status.waiting;
  return [
    '',
    `${bold('Status')}  ${bold(cyan(plain(`${namespace}/${release}`)))}   ${facts.filter(Boolean).join('   ')}   ${state}`,
    '',
    ...tableLines([heads.map((head) => dim(head)), ...rows], width),
    ...(wait.length > 0
      ? [
          '',
          ...wait
            .slice(0, 6)
            .flatMap((line) => hang(`  ${status.hopeless ? red('✖') : cyan('…')} `, 4, plain(line), width)),
        ]
      : []),
    ...(wait.length > 6 ? [dim(`    and ${wait.length - 6} more`)] : []),
    ...(remarks.length > 0 ? ['', ...remarks] : []),
    '',
  ];
}

function rowOf(
  pool: Pool,
  { alone, wanted, spinner }: { alone: boolean; wanted: string | null; spinner: string },
  palette: Palette,
): string[] {
  const { dim, yellow } = palette;
  const { desired, ready, updated, available } = pool;
  const whole =
    ready >= desired &&
    updated >= desired &&
    available >= desired &&
    pool.pods <= desired &&
    pool.trouble.length === 0;
  const state = whole
    ? desired === 0
      ? 'skip'
      : 'pass'
    : pool.trouble.length > 0
      ? 'inconclusive'
      : 'running';
  const mark = state === 'running' ? spinner : { pass: '✔', skip: '–', inconclusive: '!' }[state];
  const short = (value: number): string => (value < desired ? yellow(String(value)) : String(value));
  return [
    paint(palette, state, mark),
    plain(alone ? pool.name : `${pool.kind}/${pool.name}`),
    `${short(ready)}/${desired}`,
    short(updated),
    short(available),
    pool.gpus.desired > 0 ? gpuText(pool.gpus, palette) : dim('–'),
    tagText(pool, wanted, palette),
    scalingText(pool.scaling, palette),
  ];
}

/** While pods of two releases are there: how many are of the new one. */
function tagText({ tags }: Pool, wanted: string | null, { dim, yellow }: Palette): string {
  const [only] = tags;
  if (!only) return dim('–');
  if (tags.length === 1)
    return only.tag === wanted || wanted === null ? plain(only.tag) : dim(plain(only.tag));
  const all = tags.reduce((sum, { pods }) => sum + pods, 0);
  const fresh = tags.find(({ tag }) => tag === wanted);
  if (fresh) return `${plain(fresh.tag)} ${yellow(`${fresh.pods} of ${all}`)}`;
  return tags.map(({ tag, pods }) => `${plain(tag)} ×${pods}`).join(', ');
}

const gpuText = ({ ready, desired }: Pool['gpus'], { yellow }: Palette): string =>
  ready < desired ? yellow(`${ready}/${desired}`) : String(desired);

function scalingText(scaling: Scaling | null, { dim, yellow, red, cyan }: Palette): string {
  if (!scaling) return dim('–');
  const text = plain(scaling.text);
  const style = {
    fallback: red,
    'not-ready': red,
    'pause-expired': yellow,
    'paused-by-others': yellow,
    paused: cyan,
    unknown: dim,
    active: String,
  }[scaling.state];
  return style(text);
}

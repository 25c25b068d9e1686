import type { RunRecord } from '../../../suites/record/record.ts';
import { answers } from '../../view/answers.ts';
import { headline } from '../../view/story.ts';
import { duration, moment, secondsBetween } from '../../view/text.ts';
import { html, type Markup } from '../markup.ts';

const marks = { good: '✔', bad: '✖', warn: '?', busy: '…' } as const;

/** The first screen: the verdict, and what happened, why, and what was or is to be done. */
export function top(record: RunRecord): Markup {
  const { kind, name, change, facts } = headline(record);
  const { title, tone, happened, why, done } = answers(record);
  const end = record.finishedAt ?? record.journal.at(-1)?.at ?? record.startedAt;
  const took = `${moment(record.startedAt, end).replace('today', end.slice(0, 10))}, took ${duration(secondsBetween(record.startedAt, end))}`;
  return html`<header class="top ${tone}">
<p class="kicker"><span>${kind} of <b>${name}</b></span>${facts.map((fact) => html`<span>${fact}</span>`)}<span>${took}</span></p>
<div class="verdict"><span class="mark" aria-hidden="true">${marks[tone]}</span><div><h1>${title}</h1><p>${change}${hasBlame(record) && html` <span class="muted">· blame: ${record.blame}${record.verdict !== 'fail' && record.blame === 'environment' && ', not the release'}</span>`}</p></div></div>
<div class="answers">
<div><h2>What happened</h2><p>${happened}</p></div>
<div class="loud"><h2>Why</h2>${why.map((reason) => html`<p>${reason}</p>`)}</div>
<div><h2>${record.decision === 'rollback' ? 'What was done' : 'What is to be done'}</h2><p>${done}</p></div>
</div>
</header>`;
}

/** Blame is told where there is some to tell: of a pass nobody is, and before an upgrade it does not matter whose fault it is. */
const hasBlame = ({ verdict, blame, plan }: RunRecord): boolean =>
  plan.purpose === 'trial' && (verdict === 'fail' || (verdict === 'inconclusive' && blame !== 'unknown'));

import type { RunRecord } from '../../../suites/record/record.ts';
import type { Attempt, Result } from '../../../suites/record/result.ts';
import { isExplained, suspectText } from '../../view/suspects.ts';
import { duration, number, secondsBetween } from '../../view/text.ts';
import { html, type Markup } from '../markup.ts';
import { badge } from '../tone.ts';

const order: readonly Result['outcome'][] = ['fail', 'inconclusive', 'pass', 'skip'];
const worstFirst = (results: readonly Result[]): Result[] =>
  [...results].sort((a, b) => order.indexOf(a.outcome) - order.indexOf(b.outcome));

/** Every result of every check, suite by suite, those that need a look first; the evidence of each is one click away. */
export function results(record: RunRecord, found: readonly Result[], title: string): Markup | null {
  if (found.length === 0) return null;
  const missing = record.plan.checks.filter(
    (planned) => found === record.results && !found.some((one) => one.check === planned.check),
  );
  const suites = [...Map.groupBy(found, (result) => result.suite)];
  return html`<section><h2>${title}</h2>
${suites.map(
  ([
    suite,
    group,
  ]) => html`<h3>${suite}</h3><div class="table"><table><thead><tr><th style="width:118px">Outcome</th><th style="width:34%">Check</th><th>Why</th><th style="width:70px">Time</th></tr></thead><tbody>
${worstFirst(group).map(row)}</tbody></table></div>`,
)}
${missing.length > 0 && html`<h3>Not run</h3><p class="small muted">${missing.map((one) => `${one.suite}: ${one.title}`).join(' · ')}</p>`}</section>`;
}

function row(result: Result): Markup {
  const seconds = result.attempts.reduce(
    (sum, one) => sum + secondsBetween(one.startedAt, one.finishedAt),
    0,
  );
  const marks = [
    ...(result.gate === 'advisory' ? ['advisory'] : []),
    ...(result.blames === 'environment' ? ['blames the environment'] : []),
    ...(isExplained(result) ? ['not blamed on the release'] : []),
    ...(result.attempts.length > 1 ? [`${result.attempts.length} attempts`] : []),
  ];
  const explained = result.suite === 'bench' || result.outcome === 'pass' || result.outcome === 'skip';
  const open = explained ? '' : 'open';
  return html`<tr><td>${badge(result.outcome)}</td><td>${result.title}<br><code class="muted">${result.check}</code>${marks.length > 0 && html`<br><span class="small muted">${marks.join(', ')}</span>`}</td>
<td>${result.reason}${(result.suspects ?? []).map((one) => html`<br><span class="small muted">beside it: ${suspectText(one)}</span>`)}<details ${open}><summary>evidence</summary>${result.attempts.map((attempt, index) => evidence(attempt, index, result.attempts.length))}</details></td><td class="num">${duration(seconds)}</td></tr>
`;
}

function evidence(attempt: Attempt, index: number, of: number): Markup {
  const { expected, seen, objects } = attempt.evidence ?? {};
  const fact = (label: string, text: string | undefined): Markup | false =>
    text !== undefined && html`<span><span class="muted">${label}</span> ${text}</span>`;
  return html`<div class="evidence">${of > 1 && html`<span><b>attempt ${index + 1}</b> ${badge(attempt.outcome)} ${attempt.reason}</span>`}
${fact('expected', expected)}${fact('seen', seen)}${fact('on', objects?.join(', '))}
${attempt.measures?.length ? fact('measured', attempt.measures.map((one) => `${one.definition} ${number(one.value)} ${one.unit}${one.samples === undefined ? '' : ` (${number(one.samples)} samples)`}`).join(', ')) : false}
<span class="muted num">${attempt.startedAt.slice(11, 19)} to ${attempt.finishedAt.slice(11, 19)} UTC</span></div>`;
}

import type { RunRecord } from '../../../suites/record/record.ts';
import { sightings, surroundings } from '../../view/surroundings.ts';
import { suspectsOf } from '../../view/suspects.ts';
import { html, type Markup } from '../markup.ts';
import { badge } from '../tone.ts';

type Bench = RunRecord['benches'][number];

/** What besides the release could explain a benchmark: whatever kept it from being blamed, and where to look. */
export function suspects(record: RunRecord, bench: Bench): Markup | null {
  const found = suspectsOf(
    record.results.filter(({ check }) => check.startsWith(`bench.${bench.plan.workload}.`)),
  );
  const seen = sightings(bench.runs);
  const key = ({ kind, object }: (typeof found)[number]) => `${kind} ${object}`;
  const counted = new Set(found.map(key));
  const others = seen.map(({ suspect }) => suspect).filter((one) => !counted.has(key(one)));
  const unseen = [...new Set(bench.runs.flatMap((run) => run.unseen ?? []))];
  if (found.length + others.length + unseen.length === 0) return null;
  const runsOf = (of: (typeof found)[number]) =>
    seen.find(({ suspect }) => key(suspect) === key(of))?.runs.join(', ') ?? 'all';
  const row = (one: (typeof found)[number], weight: Markup) =>
    html`<tr><td>${weight}</td><td><b>${one.object}</b><br><span class="muted small">${one.kind.replaceAll('-', ' ')}</span></td><td>${one.words}</td><td class="num">${runsOf(one)}</td></tr>
`;
  return html`<h3>What else was going on</h3>
<p class="small muted">${meaning(found.length, others.length)}</p>
${
  found.length + others.length > 0 &&
  html`<div class="table"><table><thead><tr><th style="width:150px">Weight</th><th style="width:26%">Where</th><th>What was seen</th><th style="width:60px">Runs</th></tr></thead><tbody>
${found.map((one) => row(one, badge('inconclusive', 'suspect')))}${others.map((one) => row(one, badge('skip', 'seen')))}</tbody></table></div>`
}
${unseen.map((one) => html`<p class="small muted">${one}</p>`)}`;
}

function meaning(suspects: number, others: number): string {
  if (suspects > 0)
    return 'This could explain the numbers as well as the release could, so the release is not blamed. Look here first, mend it, and run the trial again.';
  return others > 0
    ? 'Seen beside the load. It weighs nothing here: no number that decides speaks against the release.'
    : 'Nothing suspicious was seen beside the load.';
}

/** What was measured around the load, run by run, beside what the accepted runs had. */
export function around({ plan, runs }: Bench): Markup | null {
  const rows = surroundings(plan, runs);
  if (rows.length === 0) return null;
  return html`<h3>Around the load</h3><div class="table"><table><thead><tr><th>Number</th><th>Accepted runs, median</th>${runs.map(({ run }) => html`<th>Run ${run}</th>`)}</tr></thead><tbody>
${rows.map(
  ({
    title,
    accepted,
    runs: values,
  }) => html`<tr><td>${title}</td><td class="num">${accepted ?? html`<span class="muted">–</span>`}</td>${values.map((value) => html`<td class="num">${value ?? html`<span class="muted">not known</span>`}</td>`)}</tr>
`,
)}</tbody></table></div>
<p class="small muted">With an arrow: the most before the load → during it.</p>`;
}

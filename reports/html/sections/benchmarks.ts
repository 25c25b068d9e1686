import type { RunRecord } from '../../../suites/record/record.ts';
import { type BenchRow, benchRows, comparisonText, expectedText, quantity } from '../../view/bench.ts';
import { number } from '../../view/text.ts';
import { changesChart } from '../charts/changes.ts';
import { curveChart } from '../charts/curves.ts';
import { html, type Markup } from '../markup.ts';
import { badge } from '../tone.ts';
import { around, suspects } from './surroundings.ts';

type Bench = RunRecord['benches'][number];

/** Each benchmark: how far it is from the accepted runs, its distributions per level, and every number. */
export const benchmarks = (record: RunRecord): Markup[] =>
  record.benches.filter((bench) => bench.runs.length > 0).map((bench) => section(record, bench));

function section(record: RunRecord, bench: Bench): Markup {
  const rows = benchRows(bench);
  const changes = changesChart(rows);
  const levels = [...new Set(bench.plan.criteria.map((one) => one.streamsPerGpu))].sort((a, b) => a - b);
  const curves = levels.flatMap((level) => {
    const chart = curveChart(bench.plan, bench.runs, level);
    const title = `${level} ${level === 1 ? 'stream' : 'streams'} per GPU`;
    return chart ? [html`<figure><figcaption>${title}</figcaption>${chart}</figure>`] : [];
  });
  const { baseline } = bench.plan;
  return html`<section><h2>Benchmark: ${bench.plan.title}</h2>
${suspects(record, bench)}
${
  changes &&
  html`<h3>Against the accepted runs</h3><figure class="wide">${changes}</figure>
<p class="legend"><span><i style="border-color:var(--muted)"></i>accepted runs, each one tick</span><span><i style="border-color:var(--bad)"></i>this release, with the interval of the comparison</span><span><i style="border-color:var(--warn)"></i>limit</span></p>`
}
${
  curves.length > 0 &&
  html`<h3>First audio: latency by percentile</h3><div class="charts">${curves}</div>
<p class="legend"><span><i style="border-color:var(--accent)"></i>this release, one line per run</span>${baseline && html`<span><i class="dot" style="background:var(--good)"></i>accepted runs: median and range</span>`}<span><i style="border-color:var(--warn)"></i>expected limit</span></p>`
}
<h3>Numbers</h3><div class="table"><table><thead><tr><th>Criterion</th><th>Accepted runs, median</th><th>This release, per run</th><th>Change</th><th>Expected</th></tr></thead><tbody>
${rows.map(criterionRow)}</tbody></table></div>
<p class="small muted">Baseline: ${baseline ? `${baseline.origin} (${baseline.key})` : 'none yet; range and service levels decide'}.</p>
${runTable(bench)}
${around(bench)}</section>`;
}

const states = {
  regressed: 'fail',
  pass: 'pass',
  improved: 'pass',
  more: 'inconclusive',
  unconfirmed: 'inconclusive',
  inconclusive: 'inconclusive',
} as const;

function criterionRow(row: BenchRow): Markup {
  const { criterion, values, accepted, comparison, range, outsideBefore } = row;
  const sorted = [...accepted].sort((a, b) => a - b);
  const middle =
    sorted.length > 0 ? (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2 : null;
  const outside = range === 'outside' ? (outsideBefore ? 'outside, as before' : 'outside') : range;
  return html`<tr><td>${criterion.title}${!criterion.primary && html` <span class="muted small">(advisory)</span>`}<br><code class="muted">${criterion.id}</code></td>
<td class="num">${middle === null ? '–' : quantity(criterion, middle)}${middle !== null && html`<br><span class="muted small">${number(sorted[0]!)} to ${quantity(criterion, sorted.at(-1)!)}, ${sorted.length} runs</span>`}</td>
<td class="num">${values.length > 0 ? values.map((value) => quantity(criterion, value)).join(', ') : 'too few requests'}</td>
<td>${comparison ? html`${badge(states[comparison.state], comparison.state)}<br><span class="small">${comparisonText(row) ?? comparison.reason}</span>` : html`<span class="muted">not compared</span>`}</td>
<td>${criterion.expected ? html`${badge(range === 'inside' ? 'pass' : range === 'outside' && !outsideBefore ? 'fail' : 'inconclusive', outside ?? 'not measured')}<br><span class="small">${expectedText(row)}</span>` : html`<span class="muted">–</span>`}</td></tr>
`;
}

const runTable = (
  bench: Bench,
): Markup => html`<h3>Runs</h3><div class="table"><table><thead><tr><th>Run</th><th>Counts</th><th>Started</th><th>Requests</th><th>Failed</th><th>Generator idle</th><th>Its own delay, p99</th></tr></thead><tbody>
${bench.runs.map(
  (
    run,
  ) => html`<tr><td class="num">${run.run}</td><td>${badge(run.status === 'valid' ? 'pass' : 'inconclusive', run.status)} ${run.reason}</td><td class="num">${run.startedAt.slice(11, 19)} UTC</td><td class="num">${number(run.requests)}</td><td class="num">${number(run.errors)}</td><td class="num">${run.generatorIdle === null ? 'not known' : `${Math.round(run.generatorIdle * 100)} %`}</td><td class="num">${run.ownDelayP99Ms === undefined ? 'not known' : `${number(run.ownDelayP99Ms)} ms`}</td></tr>
`,
)}</tbody></table></div>`;

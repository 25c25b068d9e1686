import type { Review, ReviewedItem } from '../../suites/operations/go-live/review.ts';
import { html, jsonScript, Markup } from '../html/markup.ts';
import { style } from '../html/style.ts';
import { badge } from '../html/tone.ts';

/** The review as one page: no script runs in it, and nothing is loaded from anywhere. */
export function goLivePage({ record, items, verdict }: Review): string {
  const passed = items.filter(({ state }) => state === 'pass').length;
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Go-live ${verdict} · ${record.release} ${record.tag}</title>
<style>${new Markup(style)}</style></head><body><main>
<section><h1>Go-live review ${badge(verdict)}</h1>
<p>${passed} of ${items.length} items passed. ${record.namespace}/${record.release} ${record.tag ?? ''}, revision ${record.revision}, ${record.gpu.ready} × ${record.gpu.model ?? 'GPU'}.</p></section>
<section><div class="table"><table><thead><tr><th style="width:118px">Item</th><th style="width:34%">What it asks</th><th>Answer and evidence</th></tr></thead><tbody>
${items.map(row)}</tbody></table></div></section>
<footer>Run <code>${record.id}</code>, ${record.startedAt} to ${record.finishedAt ?? 'now'}. Fingerprint <code>${record.fingerprint}</code>. Made by Seatrial ${record.code}. The whole record is in this page, in the element <code>#record</code>.</footer>
</main>${jsonScript('record', record)}</body></html>
`.html;
}

function row({ item, state, reason, results, signature }: ReviewedItem, index: number): Markup {
  const tone = state === 'unsigned' ? 'inconclusive' : state;
  return html`<tr><td>${index + 1} ${badge(tone)}</td><td>${item.title}<br><span class="small muted">${item.source}</span></td>
<td>${reason}${signature?.note && html`<br><span class="muted">${signature.note}</span>`}${
    results.length > 0 &&
    html`<details ${state === 'pass' ? '' : 'open'}><summary>${results.length} results</summary>${results.map(
      (result) =>
        html`<div class="evidence"><span>${badge(result.outcome)} ${result.title} <code class="muted">${result.check}</code></span><span>${result.reason}</span>${result.evidence?.seen && html`<span><span class="muted">seen</span> ${result.evidence.seen}</span>`}</div>`,
    )}</details>`
  }</td></tr>
`;
}

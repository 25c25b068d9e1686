import type { RunRecord } from '../../../suites/record/record.ts';
import { html, type Markup } from '../markup.ts';

/** What changed since the release that passed last: the first thing that a person asks. */
export function changes({ changes: seen }: RunRecord): Markup | null {
  if (!seen) return null;
  const { since, lines, more, unknown } = seen;
  return html`<section><h2>What changed</h2><p class="small muted">Since the last release that passed, recorded ${since}.</p>
${lines.length === 0 ? html`<p>Nothing that is recorded.</p>` : html`<ul class="changes">${lines.map((line) => html`<li>${line}</li>`)}</ul>`}
${more > 0 && html`<p class="small muted">and ${more} more: <code>seatrial diff</code></p>`}
${unknown.length > 0 && html`<p class="small muted">Not known: ${unknown.join('; ')}</p>`}</section>`;
}

/** Why pods do not come up, from their events and logs. */
export function trouble({ trouble: seen }: RunRecord): Markup | null {
  if (!seen || (seen.pods.length === 0 && seen.uninstall === null)) return null;
  return html`<section><h2>Why it did not come up</h2>
${seen.pods.map(
  ({ pod, state, events, log }) => html`<h3>${pod}</h3><p>${state}</p>
${events.length > 0 && html`<ul class="changes">${events.map((event) => html`<li>${event}</li>`)}</ul>`}
${log.length > 0 && html`<pre class="evidence">${log.join('\n')}</pre>`}`,
)}
${seen.more > 0 && html`<p class="small muted">and ${seen.more} more pods</p>`}
${seen.uninstall !== null && html`<p>It is the first install. To take it away: <code>${seen.uninstall}</code></p>`}</section>`;
}

import { standingDecision } from '../../../suites/engine/journal.ts';
import type { RunRecord } from '../../../suites/record/record.ts';
import { moment } from '../../view/text.ts';
import { html, type Markup } from '../markup.ts';
import { badge } from '../tone.ts';

/** What was decided and done about it: the reasons, the signal with its receipts, the rollback. */
export function acts(record: RunRecord): Markup | null {
  const decided = standingDecision(record.journal);
  if (!decided) return null;
  const { signal, rollback } = record;
  const target = rollback?.target;
  return html`<section><h2>Decision, signal and rollback</h2><dl class="facts">
<dt>Decision</dt><dd><b>${decided.decision}</b> (verdict ${decided.verdict}, blame: ${decided.blame})</dd>
<dt>Reasons</dt><dd>${decided.reasons.map((reason) => html`<div>${reason}</div>`)}</dd>
${signal && html`<dt>Signal</dt><dd><code>${signal.id}</code>${signal.receipts.map((receipt) => html`<div class="small">${receipt}</div>`)}${signal.receipts.length === 0 && html`<div class="small muted">not delivered yet</div>`}</dd>`}
${
  rollback &&
  html`<dt>Rollback</dt><dd>${badge({ done: 'pass', running: 'running', failed: 'fail', refused: 'fail' }[rollback.outcome] as 'pass', rollback.outcome)} ${rollback.reason}</dd>
<dt>Job</dt><dd><code>${rollback.job}</code></dd>
<dt>Back to</dt><dd>${target ? `revision ${target.revision}, ${target.tag ?? 'no tag'}, verified ${moment(target.verifiedAt, decided.at)}` : 'unknown'}${rollback.revision !== null && `; now revision ${rollback.revision}`}</dd>`
}
${record.needsHuman && html`<dt>Needs a person</dt><dd><b>${record.needsHuman}</b></dd>`}
</dl></section>`;
}

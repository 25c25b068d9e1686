import type { JournalEntry } from '../../../suites/engine/journal.ts';
import type { RunRecord } from '../../../suites/record/record.ts';
import type { StageState } from '../../view/stage.ts';
import { duration, number, secondsBetween } from '../../view/text.ts';
import { html, type Markup } from '../markup.ts';
import { markOf, toneOf } from '../tone.ts';

type Kind = 'settle' | 'check' | 'measure' | 'decide' | 'soak' | 'roll' | 'again';
const names: Record<Kind, string> = {
  settle: 'settling',
  check: 'checks',
  measure: 'benchmark',
  decide: 'decision',
  soak: 'soak',
  roll: 'rollback',
  again: 'verify rollback',
};

/** The journal, entry by entry, below a strip that shows where the time went. */
export function timeline(record: RunRecord): Markup {
  const spans = spansOf(record);
  const total = spans.reduce((sum, span) => sum + span.seconds, 0);
  return html`<section><h2>Journal</h2>
${total > 0 && html`<div class="strip">${spans.map((span) => html`<div class="${span.kind}" style="flex:${span.seconds.toFixed(2)} 1 0" title="${names[span.kind]}, ${duration(span.seconds)}">${span.seconds / total > 0.06 && `${names[span.kind]} ${duration(span.seconds)}`}</div>`)}</div>`}
<ol class="timeline">${record.journal.map((entry) => {
    const { state, text } = told(entry);
    const after = secondsBetween(record.startedAt, entry.at);
    return html`<li class="${toneOf(state)}"><time datetime="${entry.at}" title="${entry.at}">+${clock(after)}</time><span class="mark">${markOf(state)}</span><div>${text}</div></li>
`;
  })}</ol></section>`;
}

const clock = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;

function kindOf(entry: JournalEntry): Kind {
  switch (entry.kind) {
    case 'settled':
      return entry.leg === 'release' ? 'settle' : 'again';
    case 'checked':
      return entry.leg === 'release' ? 'check' : 'again';
    case 'measured':
      return 'measure';
    case 'soaked':
    case 'soak-ended':
      return 'soak';
    case 'rollback-started':
    case 'rollback-ended':
      return 'roll';
    default:
      return 'decide';
  }
}

/** Neighbouring entries of one kind as one span; an entry's time is what passed since the one before. */
function spansOf(record: RunRecord): { kind: Kind; seconds: number }[] {
  const spans: { kind: Kind; seconds: number }[] = [];
  let before = record.startedAt;
  for (const entry of record.journal) {
    const kind = kindOf(entry);
    const seconds = secondsBetween(before, entry.at);
    before = entry.at;
    const last = spans.at(-1);
    if (last?.kind === kind) last.seconds += seconds;
    else if (seconds > 0) spans.push({ kind, seconds });
  }
  return spans;
}

function told(entry: JournalEntry): { state: StageState; text: string } {
  switch (entry.kind) {
    case 'settled':
      return { state: entry.attempt.outcome, text: `settled: ${entry.attempt.reason}` };
    case 'checked':
      return {
        state: entry.attempt.outcome,
        text: `${entry.leg === 'rollback' ? 'rollback, ' : ''}${entry.suite}, ${entry.check}: ${entry.attempt.reason}`,
      };
    case 'measured':
    case 'soaked': {
      const { run, workload, requests, errors, status, reason } = entry.measured;
      const text = `${entry.kind} ${workload}, run ${run}: ${number(requests)} requests, ${number(errors)} failed${reason && `; ${reason}`}`;
      return { state: status === 'valid' ? 'pass' : 'inconclusive', text };
    }
    case 'superseded':
    case 'expired':
      return { state: 'inconclusive', text: `${entry.kind}: ${entry.reason}` };
    case 'soak-ended':
      return {
        state: entry.outcome === 'passed' ? 'pass' : 'inconclusive',
        text: `soak ended: ${entry.outcome}; ${entry.reason}`,
      };
    case 'withdrawn':
      return { state: 'pass', text: `taken out of ${entry.baselines.join(', ') || 'no baseline'} again` };
    case 'decided':
    case 'soak-decided':
      return {
        state: entry.verdict,
        text: `decided${entry.kind === 'decided' ? '' : ' by the soak'}: ${entry.verdict}, ${entry.decision}, blame: ${entry.blame}`,
      };
    case 'accepted':
      return { state: 'pass', text: `accepted into ${entry.baselines.join(', ') || 'no baseline'}` };
    case 'signal-queued':
      return { state: 'pass', text: `signal ${entry.id} written down: ${entry.decision}` };
    case 'signal-delivered':
      return { state: 'pass', text: `signal delivered: ${entry.receipts.join('; ')}` };
    case 'rollback-started':
      return {
        state: 'pass',
        text: `rollback to revision ${entry.target.revision} started as Job ${entry.job}`,
      };
    case 'rollback-ended':
      return {
        state: entry.outcome === 'done' ? 'pass' : 'fail',
        text: `rollback ${entry.outcome}: ${entry.reason}`,
      };
    case 'finished':
      return {
        state: entry.needsHuman ? 'inconclusive' : 'pass',
        text: `finished${entry.needsHuman ? `, needs a person: ${entry.needsHuman}` : ''}`,
      };
  }
}

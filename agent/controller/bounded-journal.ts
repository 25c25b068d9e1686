import type { EntryOf, Journal, JournalEntry } from '../../suites/engine/journal.ts';
import type { Attempt } from '../../suites/record/result.ts';

/** What a stored journal may weigh; with the summary beside it the status stays within 64 KiB. */
export const journalBytes = 56 * 1024;

export const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

type Cut = (entry: JournalEntry) => JournalEntry;

const onAttempts =
  (cut: (attempt: Attempt) => Attempt): Cut =>
  (entry) =>
    entry.kind === 'settled' || entry.kind === 'checked' ? { ...entry, attempt: cut(entry.attempt) } : entry;

const onPassed = (cut: (attempt: Attempt) => Attempt): Cut =>
  onAttempts((attempt) => (attempt.outcome === 'pass' ? cut(attempt) : attempt));

const withoutEvidence = ({ evidence: _, ...attempt }: Attempt): Attempt => attempt;
const withoutMeasures = ({ measures: _, ...attempt }: Attempt): Attempt => attempt;
const shorter = (attempt: Attempt): Attempt => ({
  ...attempt,
  reason: attempt.reason.length > 200 ? `${attempt.reason.slice(0, 199)}…` : attempt.reason,
});

const fewerChanges = (changes: EntryOf<'settled'>['changes']) =>
  changes && {
    ...changes,
    lines: changes.lines.slice(0, 5),
    more: changes.more + Math.max(0, changes.lines.length - 5),
  };

/** From what is missed least to what is missed most. Outcomes, scalars and decisions are never cut. */
const cuts: readonly Cut[] = [
  onPassed(withoutEvidence),
  (entry) => (entry.kind === 'measured' ? { ...entry, measured: { ...entry.measured, curves: {} } } : entry),
  onPassed(withoutMeasures),
  onPassed(shorter),
  (entry) => (entry.kind === 'settled' ? { ...entry, changes: fewerChanges(entry.changes) } : entry),
  onAttempts(withoutMeasures),
  onAttempts(withoutEvidence),
  onAttempts(shorter),
];

/** The journal, cut step by step until it fits. What decides is kept even where it does not. */
export function boundedJournal(journal: Journal, limit: number = journalBytes): Journal {
  let fitted = journal;
  for (const cut of cuts) {
    if (bytesOf(fitted) <= limit) return fitted;
    fitted = fitted.map(cut);
  }
  return fitted;
}

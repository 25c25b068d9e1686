import type { RunRecord } from '../../suites/record/record.ts';
import type { Reporter } from './reporter.ts';

/** Shows a stored run to a reporter as if it happened now: every step of its journal, then its end. */
export async function replay(record: RunRecord, reporter: Reporter): Promise<void> {
  for (let steps = 0; steps <= record.journal.length; steps++)
    reporter.journaled?.(record.plan, record.journal.slice(0, steps));
  await reporter.finished?.(record);
}

import { ProbeError } from '../../probes/probe-error.ts';
import type { Finding } from '../../record/finding.ts';
import { pause } from './pause.ts';

const everyMs = 1000;

/**
 * Asks once a second until the answer is no fail, or the seconds are over; then the last fail counts. A moment's
 * trouble of a probe in between takes nothing back that was seen; trouble from first to last is thrown.
 */
export async function poll(
  seconds: number,
  signal: AbortSignal,
  ask: () => Promise<Finding>,
): Promise<Finding> {
  let last: Finding | null = null;
  let trouble: ProbeError | null = null;
  for (let round = 0; round <= seconds; round++) {
    if (round > 0) await pause(everyMs, signal);
    try {
      last = await ask();
      if (last.outcome !== 'fail') return last;
    } catch (error) {
      if (!(error instanceof ProbeError)) throw error;
      trouble = error;
    }
  }
  if (last) return last;
  throw trouble;
}

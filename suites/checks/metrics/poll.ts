import { setTimeout as sleep } from 'node:timers/promises';
import { ProbeError } from '../../probes/probe-error.ts';
import { type Finding, inconclusive } from '../../record/finding.ts';

/** How often and how long is looked; tests wait for nothing. */
export interface Patience {
  readonly looks: number;
  readonly everyMs: number;
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** Longer than the longest scrape interval that the seeds' monitors have (15 s), twice over. */
export const scrapePatience: Patience = { looks: 13, everyMs: 5000 };

const waitReally = async (ms: number, signal: AbortSignal): Promise<void> => {
  await sleep(ms, undefined, { signal });
};

/** Looks until it passes, or as often as may be; then the last fail counts, also where a later look could not tell. */
export async function poll(
  look: () => Promise<Finding>,
  signal: AbortSignal,
  { looks, everyMs, wait = waitReally }: Patience,
): Promise<Finding> {
  let failed: Finding | null = null;
  for (let count = 1; ; count++) {
    const found = await look().catch((error) => {
      if (error instanceof ProbeError) return inconclusive(error.message);
      throw error;
    });
    if (found.outcome === 'pass' || found.outcome === 'skip') return found;
    if (found.outcome === 'fail') failed = found;
    if (count >= looks) return failed ?? found;
    await wait(everyMs, signal);
  }
}

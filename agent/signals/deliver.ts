import type { Clock } from '../../suites/engine/ports.ts';
import type { Notice } from './notice.ts';
import type { Signal } from './signal.ts';

const tries = 4;
const firstPauseMs = 1000;
const longestReceipt = 300;

/** Tells all receivers, each tried a few times. One receipt per receiver, also where it could not be reached. */
export function deliverAll(
  signals: readonly Signal[],
  notice: Notice,
  clock: Clock,
  signal: AbortSignal,
): Promise<string[]> {
  return Promise.all(
    signals.map(async (one) => {
      const receipt = `${one.receiver}: ${await deliver(one, notice, clock, signal)}`;
      return receipt.slice(0, longestReceipt);
    }),
  );
}

async function deliver(to: Signal, notice: Notice, clock: Clock, signal: AbortSignal): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    signal.throwIfAborted();
    try {
      return await to.deliver(notice, signal);
    } catch (error) {
      signal.throwIfAborted();
      const reason = error instanceof Error ? error.message : String(error);
      if (attempt === tries) return `not delivered after ${tries} tries, ${reason}`;
      await clock.sleep(firstPauseMs * 2 ** (attempt - 1), signal);
    }
  }
}

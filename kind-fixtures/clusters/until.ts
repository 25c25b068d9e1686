import { setTimeout as sleep } from 'node:timers/promises';
import { FixtureError } from '../toolchain/fixture-error.ts';

export interface UntilOptions {
  readonly timeoutMs: number;
  readonly everyMs?: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Asks until `check` gives something other than undefined. What it throws
 * counts as "not yet"; the last reason is told when the time is up.
 */
export async function until<T>(
  what: string,
  check: () => Promise<T | undefined>,
  { timeoutMs, everyMs = 50, signal }: UntilOptions,
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  let last: unknown;
  while (performance.now() < deadline) {
    signal?.throwIfAborted();
    try {
      const value = await check();
      if (value !== undefined) return value;
    } catch (error) {
      last = error;
    }
    await sleep(everyMs, undefined, signal === undefined ? {} : { signal });
  }
  const reason = last instanceof Error ? ` (last: ${last.message})` : '';
  throw new FixtureError('unavailable', `${what} after ${Math.round(timeoutMs / 1000)} s${reason}`, {
    cause: last,
  });
}

import type { AnyCheck } from '../check.ts';
import { ProbeError } from '../probes/probe-error.ts';
import { bounded, type Finding, inconclusive } from '../record/finding.ts';
import type { Attempt } from '../record/result.ts';
import type { Clock } from './ports.ts';

/**
 * One attempt of a check: bounded by its timeout, and never more than it knows. A probe without an answer, a
 * timeout or a bug of ours is inconclusive, never the release's fault. Rejects only when the run is interrupted.
 */
export async function runCheck(
  check: AnyCheck,
  context: (signal: AbortSignal) => unknown,
  clock: Clock,
  timeoutSeconds: number,
  signal: AbortSignal,
): Promise<Attempt> {
  const startedAt = clock.now().toISOString();
  const found = await find(check, context, timeoutSeconds, signal);
  signal.throwIfAborted();
  return { ...bounded(found), startedAt, finishedAt: clock.now().toISOString() };
}

async function find(
  check: AnyCheck,
  context: (signal: AbortSignal) => unknown,
  timeoutSeconds: number,
  signal: AbortSignal,
): Promise<Finding> {
  const limit = AbortSignal.timeout(timeoutSeconds * 1000);
  const ending = AbortSignal.any([signal, limit]);
  const { promise: ended, reject } = Promise.withResolvers<never>();
  const onEnd = () => reject(ending.reason);
  ending.addEventListener('abort', onEnd, { once: true });
  try {
    return await Promise.race([check.run(context(ending) as never), ended]);
  } catch (error) {
    if (limit.aborted) return inconclusive(`no answer within ${timeoutSeconds} s`);
    if (error instanceof ProbeError) return inconclusive(error.message);
    const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return inconclusive(`the check itself broke (${text})`);
  } finally {
    ending.removeEventListener('abort', onEnd);
  }
}

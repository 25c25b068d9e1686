import type { Reporter } from '../../reports/reporters/reporter.ts';
import type { Journal } from '../../suites/engine/journal.ts';
import type { Clock } from '../../suites/engine/ports.ts';
import { ProbeError } from '../../suites/probes/probe-error.ts';
import { type RunRecord, recordOf } from '../../suites/record/record.ts';
import type { CustomResources } from '../resources/custom-resources.ts';
import type { TrialRun } from '../resources/trial-run.ts';
import { CliError } from './errors.ts';

export interface FollowOptions {
  readonly runs: Pick<CustomResources<TrialRun>, 'get' | 'list'>;
  readonly namespace: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Milliseconds between looks; 500 unless given. */
  readonly everyMs?: number;
  /** How long the API server may give no answer before this gives up; a minute unless given. */
  readonly patienceMs?: number;
}

/** Polls until `look` answers something; an API server that gives no answer is forgiven for a while. */
async function poll<T>(
  options: FollowOptions,
  look: () => Promise<T | null>,
  deadline?: () => void,
): Promise<T> {
  const { clock, signal, everyMs = 500, patienceMs = 60_000 } = options;
  let silentSince: number | null = null;
  for (;;) {
    signal.throwIfAborted();
    try {
      const found = await look();
      silentSince = null;
      if (found !== null) return found;
    } catch (error) {
      if (!(error instanceof ProbeError)) throw error;
      if (error.code === 'forbidden')
        throw new CliError(
          'unavailable',
          `The runs in ${options.namespace} may not be read: ${error.message}.`,
          error,
        );
      const now = clock.now().getTime();
      silentSince ??= now;
      if (now - silentSince > patienceMs) throw error;
    }
    deadline?.();
    await clock.sleep(everyMs, signal);
  }
}

/** Waits until there is a run that fits. @throws CliError (`unavailable`) when none came in time. */
export function awaitRun(
  options: FollowOptions,
  fits: (run: TrialRun) => boolean,
  wait: { readonly milliseconds: number; readonly what: string },
): Promise<TrialRun> {
  const until = options.clock.now().getTime() + wait.milliseconds;
  return poll(
    options,
    async () => newestFirst(await options.runs.list(options.namespace)).find(fits) ?? null,
    () => {
      if (options.clock.now().getTime() < until) return;
      throw new CliError(
        'unavailable',
        `${wait.what} did not appear in ${options.namespace} in time: look at the agent's log.`,
      );
    },
  );
}

export const newestFirst = (runs: readonly TrialRun[]): TrialRun[] =>
  [...runs].sort((a, b) => Date.parse(b.spec.plan.createdAt) - Date.parse(a.spec.plan.createdAt));

/**
 * Follows a run of the agent's to its end and feeds a reporter as if the run happened here. Goes on through restarts
 * of the agent and of the API server. Answers the finished record.
 */
export async function followRun(
  options: FollowOptions,
  name: string,
  reporter: Reporter,
): Promise<RunRecord> {
  let shown = -1;
  let activity = '';
  const record = await poll(options, async () => {
    const run = await options.runs.get(options.namespace, name);
    if (run === null)
      throw new CliError('unavailable', `The run ${options.namespace}/${name} is not there (any more).`);
    if ('invalid' in run)
      throw new CliError(
        'unavailable',
        `The run ${options.namespace}/${name} cannot be read by this version of Seatrial: ${run.invalid}.`,
      );
    const { plan } = run.spec;
    const journal: Journal = run.status.journal;
    if (journal.length !== shown) {
      for (let steps = Math.max(0, shown + 1); steps <= journal.length; steps++)
        reporter.journaled?.(plan, journal.slice(0, steps));
      shown = journal.length;
    }
    if (run.status.activity !== undefined && run.status.activity !== activity) {
      activity = run.status.activity;
      reporter.activity?.(activity);
    }
    const now = recordOf(plan, journal);
    return now.finishedAt === null ? null : now;
  });
  await reporter.finished?.(record);
  return record;
}

import type { Journal, JournalEntry } from '../../suites/engine/journal.ts';
import type { RunPlan } from '../../suites/engine/plan.ts';
import type { JournalStore } from '../../suites/engine/ports.ts';
import { runSession } from '../../suites/engine/session.ts';
import type { Platform } from '../../suites/platforms/platform.ts';
import { ProbeError } from '../../suites/probes/probe-error.ts';
import { recordOf } from '../../suites/record/record.ts';
import type { Trial } from '../resources/trial.ts';
import type { TrialRun } from '../resources/trial-run.ts';
import { AgentError } from './agent-error.ts';
import type { AgentHost } from './host.ts';
import { runActions } from './run-actions.ts';
import { RunJournal } from './run-journal.ts';

const firstPauseMs = 1000;
const longestPauseMs = 60_000;
/** So often a run may break at one place for a reason of our own before a person is asked. */
const mostBreaks = 10;

/**
 * Takes a run to its end, from wherever its journal stands, through trouble of the API server and of our own.
 * `proven` is called when it has proved a release good, or bad after all: a soak may go on for hours. Null when the run is no longer ours: deleted, or taken over. Rejects only with the signal's reason.
 */
export async function conductRun(
  host: AgentHost,
  trial: Trial,
  platform: Platform,
  run: TrialRun,
  proven: () => Promise<void>,
  signal: AbortSignal,
): Promise<TrialRun | null> {
  const { clock, metrics } = host;
  const { plan } = run.spec;
  const log = host.log.child({ run: plan.id });
  const store = new RunJournal(host.resources.runs, run, clock, signal);
  const observer = {
    journaled(of: RunPlan, journal: Journal) {
      const record = recordOf(of, journal);
      metrics.record(record);
      const { kind, ...entry } = journal.at(-1) ?? { kind: 'started' };
      log.info({ phase: record.phase, entry }, kind);
    },
    activity: (text: string) => store.show(text),
  };
  const telling: JournalStore = {
    read: () => store.read(),
    async append(entry) {
      await store.append(entry);
      if (proves(entry)) await proven();
    },
  };
  // Its doer may have been killed before it had told.
  if (run.status.journal.some(proves)) await proven();
  let breaks = 0;
  for (let pause = firstPauseMs; ; pause = Math.min(pause * 2, longestPauseMs)) {
    const stood = store.run.status.journal.length;
    try {
      const actions = await runActions(host, trial, platform, (text) => store.show(text));
      await runSession(plan, { clock, store: telling, actions, observer }, signal);
      return store.run;
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof AgentError) {
        log.warn({ err: error }, 'the run is no longer ours');
        return null;
      }
      log.error({ err: error }, 'the run broke, and goes on');
      const advanced = store.run.status.journal.length > stood;
      if (advanced) pause = firstPauseMs;
      breaks = advanced || error instanceof ProbeError ? 0 : breaks + 1;
      if (breaks === mostBreaks) {
        const reason = error instanceof Error ? error.message : String(error);
        const at = clock.now().toISOString();
        await store.append({ kind: 'finished', at, needsHuman: `the run could not go on: ${reason}` });
        return store.run;
      }
      await clock.sleep(pause, signal);
    }
  }
}

const proves = ({ kind }: JournalEntry): boolean => kind === 'accepted' || kind === 'soak-decided';

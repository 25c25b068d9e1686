import { platforms } from '../../suites/platforms/index.ts';
import type { Platform } from '../../suites/platforms/platform.ts';
import { ProbeError } from '../../suites/probes/probe-error.ts';
import { recordOf } from '../../suites/record/record.ts';
import { observeRelease } from '../../suites/release/observe.ts';
import { type Occurrence, occurrenceId, type Subject } from '../../suites/release/subject.ts';
import { trialLabel } from '../resources/group.ts';
import type { Trial } from '../resources/trial.ts';
import type { TrialRun } from '../resources/trial-run.ts';
import { conductRun } from './conduct.ts';
import { decideRun } from './decide-run.ts';
import type { AgentHost } from './host.ts';
import { planRun } from './plan-run.ts';
import { type RunSummary, summaryOf } from './run-summary.ts';
import { invalidStatusOf, provenStatusOf, type TrialView, trialStatusOf } from './trial-status.ts';
import { Wake } from './wake.ts';

/** What is deployed is looked at so often even when nothing is said to have changed. */
export const resyncMs = 15_000;
/** Finished runs kept per Trial. */
const keptRuns = 20;

/** One Trial's worker: looks at the release, and takes one run at a time to its end. */
export class TrialWorker {
  readonly #host: AgentHost;
  readonly #namespace: string;
  readonly #name: string;
  readonly #wake = new Wake();
  /** Null: to be listed again. */
  #runs: TrialRun[] | null = null;
  #restored = false;
  #seen: { id: string; since: number } | null = null;

  constructor(host: AgentHost, namespace: string, name: string) {
    this.#host = host;
    this.#namespace = namespace;
    this.#name = name;
  }

  /** Something of the release or of the Trial changed. */
  wake(): void {
    this.#wake.wake();
  }

  /** A run of the Trial was deleted. */
  forgetRuns(): void {
    this.#runs = null;
    this.#wake.wake();
  }

  /** Works until the signal aborts. Never rejects. */
  async work(signal: AbortSignal): Promise<void> {
    const { clock } = this.#host;
    const log = this.#host.log.child({ trial: `${this.#namespace}/${this.#name}` });
    while (!signal.aborted) {
      let pause = resyncMs;
      try {
        pause = await this.#look(signal);
      } catch (error) {
        if (!signal.aborted) log.warn({ err: error }, 'a look at the Trial failed');
      }
      await this.#wake.sleep(pause, clock, signal).catch(() => {});
    }
  }

  /** One look: goes on with an open run, or starts one where it is due. Answers when to look again. */
  async #look(signal: AbortSignal): Promise<number> {
    const { resources, rollback, readerOf, clock, metrics } = this.#host;
    const trial = await resources.trials.get(this.#namespace, this.#name);
    if (trial === null) return resyncMs;
    if ('invalid' in trial) {
      this.#host.log.warn({ trial: this.#name, reason: trial.invalid }, 'the Trial is not valid');
      const status = invalidStatusOf(trial, clock.now());
      if (status) await resources.trials.tell(trial.stored, status);
      return resyncMs;
    }
    this.#runs ??= await this.#list();
    const runs = this.#runs;
    if (!this.#restored && runs[0]) metrics.restore(recordOf(runs[0].spec.plan, runs[0].status.journal));
    this.#restored = true;
    const summaries = runs.map(summaryOf);
    const platform = platforms[trial.spec.platform];
    const view = {
      subject: null,
      runs: summaries,
      trouble: null,
      rollbackTrouble: this.#rollbackTrouble(trial),
    };
    if (!platform) {
      const known = Object.keys(platforms).join(', ');
      const message = `platform ${trial.spec.platform} is not known: choose one of ${known}`;
      await this.#show(trial, { ...view, trouble: { reason: 'UnknownPlatform', message } });
      return resyncMs;
    }
    const open = runs.find((_, index) => !summaries[index]!.finished);
    if (open) return this.#conduct(trial, platform, open, signal);

    const query = {
      release: trial.spec.release,
      revisions: rollback ? ('helm' as const) : ('workloads' as const),
      tagOf: platform.tagOf,
      selector: trial.spec.settings.selector,
      operator: platform.operator,
    };
    const release = await observeRelease(readerOf(this.#namespace), query);
    const subject = release?.subject ?? null;
    await this.#show(trial, { ...view, subject, trouble: trouble(trial, subject) });
    if (!subject || trial.spec.suspend) return resyncMs;
    const seenForMs = this.#seenFor(subject.occurrence, clock.now().getTime());
    const due = decideRun(
      { occurrence: subject.occurrence, pending: release!.pending, seenForMs },
      summaries,
    );
    if (due.do === 'wait') return due.forMs;
    if (due.do === 'nothing') return resyncMs;
    return this.#start(trial, platform, subject, summaries, signal);
  }

  async #start(
    trial: Trial,
    platform: Platform,
    subject: Subject,
    runs: readonly RunSummary[],
    signal: AbortSignal,
  ): Promise<number> {
    const planned = await planRun(this.#host, trial, platform, subject, runs);
    await this.#host.resources.runs.create(planned);
    // Created or there already: the API server's word counts.
    this.#runs = null;
    const stored = await this.#host.resources.runs.get(this.#namespace, planned.metadata.name);
    if (stored === null || 'invalid' in stored) return resyncMs;
    return this.#conduct(trial, platform, stored, signal);
  }

  async #conduct(trial: Trial, platform: Platform, run: TrialRun, signal: AbortSignal): Promise<number> {
    await conductRun(this.#host, trial, platform, run, () => this.#tellProven(), signal);
    this.#runs = await this.#list();
    const finished = this.#runs.filter((one) => summaryOf(one).finished);
    for (const { metadata } of finished.slice(keptRuns)) {
      await this.#host.resources.runs.delete(metadata.namespace, metadata.name);
    }
    return 0;
  }

  /** What the runs have proved, in the Trial's status. A look says it again, so that trouble with it is no trouble. */
  async #tellProven(): Promise<void> {
    const { trials } = this.#host.resources;
    try {
      const trial = await trials.get(this.#namespace, this.#name);
      if (trial === null || 'invalid' in trial) return;
      const status = provenStatusOf(trial, (await this.#list()).map(summaryOf));
      if (status) await trials.replaceStatus({ ...trial, status });
    } catch (error) {
      if (!(error instanceof ProbeError)) throw error;
      this.#host.log.warn({ trial: this.#name, err: error }, 'what a run proved was not told yet');
    }
  }

  /** The Trial's runs, newest first. */
  async #list(): Promise<TrialRun[]> {
    const runs = await this.#host.resources.runs.list(this.#namespace, `${trialLabel}=${this.#name}`);
    return runs.sort((a, b) => (a.spec.plan.createdAt < b.spec.plan.createdAt ? 1 : -1));
  }

  async #show(trial: Trial, view: TrialView): Promise<void> {
    const status = trialStatusOf(trial, view, this.#host.clock.now());
    if (status) await this.#host.resources.trials.replaceStatus({ ...trial, status });
    // What planRun reads of it is this.
    if (status) trial.status = status;
  }

  #seenFor(occurrence: Occurrence, now: number): number {
    const id = occurrenceId(occurrence);
    if (this.#seen?.id !== id) this.#seen = { id, since: now };
    return now - this.#seen.since;
  }

  #rollbackTrouble({ spec }: Trial): string | null {
    if (spec.policy.rollback === 'never' || this.#host.rollback) return null;
    return 'policy.rollback is helm, but this agent may not roll back: install its chart with rollback.enabled=true';
  }
}

function trouble({ spec, metadata }: Trial, subject: Subject | null): TrialView['trouble'] {
  if (spec.suspend) return { reason: 'Suspended', message: 'no run starts while spec.suspend is true' };
  if (subject) return null;
  const { selector } = spec.settings;
  const what = selector === undefined ? `of Helm release ${spec.release}` : `with the labels ${selector}`;
  const message = `no Deployment, StatefulSet or DaemonSet ${what} is in namespace ${metadata.namespace}`;
  return { reason: 'ReleaseNotFound', message };
}

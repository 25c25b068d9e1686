import { BatchV1Api, CoreV1Api, type KubeConfig, type V1Pod } from '@kubernetes/client-node';
import type { Clock, RunActions } from '../../suites/engine/ports.ts';
import { asProbeError, statusOf } from '../../suites/probes/kubernetes/api-error.ts';
import { within } from '../../suites/probes/kubernetes/request-options.ts';
import { ProbeError } from '../../suites/probes/probe-error.ts';
import { jobDeadlineSeconds, type RollbackHost, rollbackJob } from './job.ts';
import { ended, type RollbackOutcome, rollbackOutcome } from './outcome.ts';

const requestSeconds = 10;
const pollMs = 1000;
/** Beyond the Job's own deadline, for the cluster to say that it is over. */
const graceSeconds = 60;

/** The Job as far as it has come. */
interface JobState {
  readonly over: 'complete' | 'failed' | null;
  readonly why: string;
  readonly told: RollbackOutcome | null;
}

/** The acting part of a run: a Job rolls back, so that the agent may die meanwhile. */
export class RollbackJobs implements Pick<RunActions, 'startRollback' | 'awaitRollback'> {
  readonly #batch: BatchV1Api;
  readonly #core: CoreV1Api;
  readonly #host: RollbackHost;
  readonly #clock: Clock;

  constructor(config: KubeConfig, host: RollbackHost, clock: Clock) {
    this.#batch = config.makeApiClient(BatchV1Api);
    this.#core = config.makeApiClient(CoreV1Api);
    this.#host = host;
    this.#clock = clock;
  }

  startRollback: RunActions['startRollback'] = async (plan, name, target, signal) => {
    const { namespace, release, occurrence } = plan.subject;
    const { id: run, platform } = plan;
    const order = { run, namespace, release, platform, judged: occurrence, target: target.revision };
    const body = rollbackJob(name, order, this.#host);
    try {
      await this.#batch.createNamespacedJob(
        { namespace: this.#host.namespace, body },
        within(requestSeconds, signal),
      );
    } catch (error) {
      if (statusOf(error) !== 409) throw asProbeError(`create Job ${name}`, error);
    }
  };

  awaitRollback: RunActions['awaitRollback'] = async (_plan, name, _target, signal) => {
    const until = this.#clock.now().getTime() + (jobDeadlineSeconds + graceSeconds) * 1000;
    while (this.#clock.now().getTime() < until) {
      const state = await this.#state(name, signal).catch((error) => {
        if (error instanceof ProbeError) return undefined;
        throw error;
      });
      if (state === null) return ended('failed', `Job ${name} was deleted before it had told its result`);
      if (state?.told) return state.told;
      if (state?.over) return ended('failed', `Job ${name} ended without a result: ${state.why}`);
      await this.#clock.sleep(pollMs, signal);
    }
    return ended('failed', `Job ${name} was not over after ${jobDeadlineSeconds + graceSeconds} s`);
  };

  async #state(name: string, signal: AbortSignal): Promise<JobState | null> {
    const { namespace } = this.#host;
    const options = within(requestSeconds, signal);
    const labelSelector = `batch.kubernetes.io/job-name=${name}`;
    try {
      const [job, pods] = await Promise.all([
        this.#batch.readNamespacedJob({ namespace, name }, options),
        this.#core.listNamespacedPod({ namespace, labelSelector }, options),
      ]);
      const conditions = (job.status?.conditions ?? []).filter(({ status }) => status === 'True');
      const failed = conditions.find(({ type }) => type === 'Failed');
      const complete = conditions.some(({ type }) => type === 'Complete');
      return {
        over: failed ? 'failed' : complete ? 'complete' : null,
        why: failed?.message ?? failed?.reason ?? 'its pod is gone',
        told: pods.items.map(outcomeOf).find((one) => one !== null) ?? null,
      };
    } catch (error) {
      if (statusOf(error) === 404) return null;
      throw asProbeError(`read Job ${name}`, error);
    }
  }
}

/** What the Job's pod wrote as its last word; null where it did not come so far. */
function outcomeOf(pod: V1Pod): RollbackOutcome | null {
  const message = pod.status?.containerStatuses?.[0]?.state?.terminated?.message;
  if (!message) return null;
  try {
    return rollbackOutcome.parse(JSON.parse(message));
  } catch {
    return null;
  }
}

import { setTimeout as sleep } from 'node:timers/promises';
import { BatchV1Api, CoreV1Api, type KubeConfig, type V1Job, type V1Pod } from '@kubernetes/client-node';
import { asProbeError, statusOf } from '../kubernetes/api-error.ts';
import { within } from '../kubernetes/request-options.ts';
import { ProbeError } from '../probe-error.ts';
import { checkLabel, containerName, jobName, jobOf } from './job-of.ts';
import { podState } from './pod-answer.ts';
import type { ContainerAnswer, ContainerRequest, JobRunner } from './runner.ts';

const requestSeconds = 10;
const outputBytes = 64 * 1024;
/** Quick at first, for what answers at once; then sparing. */
const pollMs = (poll: number): number => (poll < 20 ? 500 : 2000);
/** A Job without a pod after so many polls has a reason that its Events tell. */
const podAwaited = 10;
const removals = 3;

/** Runs containers as Jobs through the API server. */
export class ApiJobRunner implements JobRunner {
  readonly #batch: BatchV1Api;
  readonly #core: CoreV1Api;
  readonly #namespace: string;

  constructor(config: KubeConfig, namespace: string) {
    this.#batch = config.makeApiClient(BatchV1Api);
    this.#core = config.makeApiClient(CoreV1Api);
    this.#namespace = namespace;
  }

  async run(id: string, request: ContainerRequest, signal: AbortSignal): Promise<ContainerAnswer> {
    const name = jobName(id, request);
    const until = performance.now() + request.timeoutSeconds * 1000;
    try {
      const job = await this.#begin(name, request, signal);
      return await this.#answer(job, until, request.timeoutSeconds, signal);
    } catch (error) {
      signal.throwIfAborted();
      throw error instanceof ProbeError
        ? error
        : asProbeError(`run Job/${name} in ${this.#namespace}`, error);
    } finally {
      // Also when the run was interrupted: nothing of ours is left behind.
      await this.#remove(name);
    }
  }

  /** Makes the Job, or finds the one that an earlier life of ours made. */
  async #begin(name: string, request: ContainerRequest, signal: AbortSignal): Promise<V1Job> {
    const namespace = this.#namespace;
    const body = jobOf(name, request);
    for (let tries = 20; ; tries--) {
      try {
        return await this.#batch.createNamespacedJob({ namespace, body }, within(requestSeconds, signal));
      } catch (error) {
        if (statusOf(error) === 403)
          throw new ProbeError('forbidden', `no permission to create jobs in ${namespace}`, error);
        if (statusOf(error) !== 409) throw error;
      }
      const there = await this.#job(name, signal);
      if (there && there.metadata?.deletionTimestamp === undefined) return there;
      if (tries === 0)
        throw new ProbeError('bad-answer', `Job/${name} in ${namespace} is being deleted, and stays`);
      await sleep(500, undefined, { signal });
    }
  }

  async #answer(job: V1Job, until: number, seconds: number, signal: AbortSignal): Promise<ContainerAnswer> {
    const name = job.metadata!.name!;
    let last: V1Pod | undefined;
    let trouble = 'the Job made no pod';
    for (let poll = 0; performance.now() < until; poll++) {
      const pod = await this.#podOf(job, signal);
      if (pod) {
        last = pod;
        const seen = podState(pod);
        if (seen.state === 'ended') {
          const output = await this.#output(pod, signal);
          return { exitCode: seen.exitCode, message: seen.message, output, trouble: null };
        }
        ({ trouble } = seen);
        if (seen.state === 'lost') return this.#unanswered(last, trouble, signal);
      } else {
        const still = await this.#job(name, signal);
        if (still?.metadata?.uid !== job.metadata!.uid)
          return this.#unanswered(last, 'the Job was removed by somebody else', signal);
        const ended = endOf(still!);
        if (ended !== null) return this.#unanswered(last, last ? trouble : ended, signal);
        const refused = poll >= podAwaited && !last ? await this.#refusal(name, signal) : null;
        if (refused !== null) return this.#unanswered(last, `the Job made no pod: ${refused}`, signal);
      }
      await sleep(pollMs(poll), undefined, { signal });
    }
    return this.#unanswered(last, `not over within ${seconds} s: ${trouble}`, signal);
  }

  async #unanswered(pod: V1Pod | undefined, trouble: string, signal: AbortSignal): Promise<ContainerAnswer> {
    const output = pod ? await this.#output(pod, signal) : '';
    return { exitCode: null, message: '', output, trouble };
  }

  async #job(name: string, signal: AbortSignal): Promise<V1Job | null> {
    try {
      return await this.#batch.readNamespacedJob(
        { name, namespace: this.#namespace },
        within(requestSeconds, signal),
      );
    } catch (error) {
      if (statusOf(error) === 404) return null;
      throw error;
    }
  }

  /** The pod of this very Job: those of one before it, of the same name, may still be going. */
  async #podOf(job: V1Job, signal: AbortSignal): Promise<V1Pod | undefined> {
    const { name, uid } = job.metadata!;
    const { items } = await this.#core.listNamespacedPod(
      { namespace: this.#namespace, labelSelector: `${checkLabel}=${name}`, limit: 20 },
      within(requestSeconds, signal),
    );
    return items.find(({ metadata }) => metadata?.ownerReferences?.some((owner) => owner.uid === uid));
  }

  /** Why the Job's pod is refused (quota, Pod Security, no such account), as its newest Event says it. */
  async #refusal(name: string, signal: AbortSignal): Promise<string | null> {
    const fieldSelector = `involvedObject.kind=Job,involvedObject.name=${name},type=Warning`;
    const asked = { namespace: this.#namespace, fieldSelector, limit: 20 };
    const events = await this.#core
      .listNamespacedEvent(asked, within(requestSeconds, signal))
      .catch(() => null);
    const message = events?.items.findLast(({ reason }) => reason === 'FailedCreate')?.message;
    return message?.replace(/\s+/g, ' ').slice(0, 300) ?? null;
  }

  async #output(pod: V1Pod, signal: AbortSignal): Promise<string> {
    const asked = {
      name: pod.metadata!.name!,
      namespace: this.#namespace,
      container: containerName,
      tailLines: 500,
      limitBytes: outputBytes,
    };
    const text = await this.#core.readNamespacedPodLog(asked, within(requestSeconds, signal)).catch(() => '');
    return text ?? '';
  }

  async #remove(name: string): Promise<void> {
    const whole = { name, namespace: this.#namespace, propagationPolicy: 'Background' };
    for (let tries = 1; tries <= removals; tries++) {
      try {
        await this.#batch.deleteNamespacedJob(whole, within(requestSeconds));
        return;
      } catch (error) {
        // What cannot be removed ends by its own deadline, and is forgotten ten minutes later.
        if ([403, 404].includes(statusOf(error) ?? 0)) return;
        await sleep(500);
      }
    }
  }
}

const endOf = ({ status }: V1Job): string | null => {
  const over = (status?.conditions ?? []).find(
    ({ type, status: state }) => /^(Complete|FailureTarget|Failed)$/.test(type) && state === 'True',
  );
  return over ? `the Job ended without a pod: ${over.reason ?? over.type}` : null;
};

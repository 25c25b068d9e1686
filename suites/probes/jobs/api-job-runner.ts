import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { BatchV1Api, CoreV1Api, type KubeConfig, type V1Job, type V1Pod } from '@kubernetes/client-node';
import { asProbeError, statusOf } from '../kubernetes/api-error.ts';
import { within } from '../kubernetes/request-options.ts';
import type { ContainerAnswer, ContainerRequest, JobRunner } from './runner.ts';

const label = 'seatrial.dev/check';
const requestSeconds = 10;
const pollMs = 500;
const outputBytes = 64 * 1024;

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
    const name = jobName(id);
    const namespace = this.#namespace;
    try {
      await this.#batch
        .createNamespacedJob({ namespace, body: jobOf(name, request) }, within(requestSeconds, signal))
        .catch(unlessThere);
      return await this.#answer(name, request, signal);
    } catch (error) {
      signal.throwIfAborted();
      throw asProbeError(`run Job/${name} in ${namespace}`, error);
    } finally {
      // Also when the run was interrupted: nothing of ours is left behind.
      const whole = { name, namespace, propagationPolicy: 'Background' };
      await this.#batch.deleteNamespacedJob(whole, within(requestSeconds)).catch(() => {});
    }
  }

  async #answer(name: string, request: ContainerRequest, signal: AbortSignal): Promise<ContainerAnswer> {
    const polls = Math.ceil(((request.timeoutSeconds + 20) * 1000) / pollMs);
    let last: V1Pod | undefined;
    for (let poll = 0; poll < polls; poll++) {
      last = (await this.#podOf(name, signal)) ?? last;
      const ended = last?.status?.containerStatuses?.[0]?.state?.terminated;
      if (ended) {
        const output = await this.#output(last!, signal);
        return { exitCode: ended.exitCode, message: ended.message ?? '', output, trouble: null };
      }
      const job = await this.#batch.readNamespacedJob(
        { name, namespace: this.#namespace },
        within(requestSeconds, signal),
      );
      if (isOver(job)) break;
      await sleep(pollMs, undefined, { signal });
    }
    const output = last ? await this.#output(last, signal) : '';
    return { exitCode: null, message: '', output, trouble: troubleOf(last, request.timeoutSeconds) };
  }

  async #podOf(name: string, signal: AbortSignal): Promise<V1Pod | undefined> {
    const { items } = await this.#core.listNamespacedPod(
      { namespace: this.#namespace, labelSelector: `${label}=${name}`, limit: 5 },
      within(requestSeconds, signal),
    );
    return items[0];
  }

  async #output(pod: V1Pod, signal: AbortSignal): Promise<string> {
    const asked = {
      name: pod.metadata!.name!,
      namespace: this.#namespace,
      tailLines: 500,
      limitBytes: outputBytes,
    };
    return (
      (await this.#core.readNamespacedPodLog(asked, within(requestSeconds, signal)).catch(() => '')) ?? ''
    );
  }
}

const jobName = (id: string): string => {
  const readable = id
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .slice(0, 36)
    .replace(/-+$/, '');
  return `seatrial-check-${readable}-${createHash('sha256').update(id).digest('hex').slice(0, 8)}`;
};

function jobOf(name: string, request: ContainerRequest): V1Job {
  const { image, command, args, env = {}, serviceAccount, timeoutSeconds } = request;
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, labels: { [label]: name } },
    spec: {
      backoffLimit: 0,
      activeDeadlineSeconds: timeoutSeconds,
      ttlSecondsAfterFinished: 600,
      template: {
        metadata: { labels: { [label]: name } },
        spec: {
          restartPolicy: 'Never',
          automountServiceAccountToken: serviceAccount !== undefined,
          ...(serviceAccount !== undefined && { serviceAccountName: serviceAccount }),
          containers: [
            {
              name: 'check',
              image,
              ...(command && { command: [...command] }),
              ...(args && { args: [...args] }),
              env: Object.entries(env).map(([key, value]) => ({ name: key, value })),
              terminationMessagePolicy: 'FallbackToLogsOnError',
              resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '1Gi' } },
              securityContext: { allowPrivilegeEscalation: false },
            },
          ],
        },
      },
    },
  };
}

const isOver = ({ status }: V1Job): boolean =>
  (status?.conditions ?? []).some(
    ({ type, status: state }) => /^(Complete|Failed)$/.test(type) && state === 'True',
  );

function troubleOf(pod: V1Pod | undefined, timeoutSeconds: number): string {
  const waiting = pod?.status?.containerStatuses?.[0]?.state?.waiting;
  if (waiting?.reason) return `the container did not start: ${waiting.reason}`;
  return pod ? `the container did not end within ${timeoutSeconds} s` : 'the Job made no pod';
}

function unlessThere(error: unknown): void {
  if (statusOf(error) !== 409) throw error;
}

import { BatchV1Api, CoreV1Api, type KubeConfig, type V1Job } from '@kubernetes/client-node';
import type {
  LoadJobSpec,
  LoadJobState,
  LoadPod,
  PodFleet,
  PodReply,
  PodRequest,
} from '../../../load/pod-fleet.ts';
import type { HttpProbe } from '../http/probe.ts';
import { asProbeError, statusOf } from './api-error.ts';
import { loadJob, loadLabel } from './load-job.ts';
import { loadPod } from './load-pod.ts';
import { within } from './request-options.ts';

const requestSeconds = 10;

/** Load Jobs through the API server; their records by plain HTTP to the pod's own address. */
export class ApiPodFleet implements PodFleet {
  readonly #batch: BatchV1Api;
  readonly #core: CoreV1Api;
  readonly #namespace: string;
  readonly #http: HttpProbe;

  constructor(config: KubeConfig, namespace: string, http: HttpProbe) {
    this.#batch = config.makeApiClient(BatchV1Api);
    this.#core = config.makeApiClient(CoreV1Api);
    this.#namespace = namespace;
    this.#http = http;
  }

  async createJobIfAbsent(spec: LoadJobSpec, signal?: AbortSignal): Promise<'created' | 'exists'> {
    const namespace = this.#namespace;
    const options = within(requestSeconds, signal);
    let created: V1Job;
    try {
      created = await this.#batch.createNamespacedJob({ namespace, body: loadJob(spec) }, options);
    } catch (error) {
      if (statusOf(error) !== 409) throw asProbeError(`create Job ${spec.name}`, error);
      created = await this.#batch.readNamespacedJob({ namespace, name: spec.name }, options);
      await this.#createFiles(spec, created, signal);
      return 'exists';
    }
    await this.#createFiles(spec, created, signal);
    return 'created';
  }

  /** The Job comes first, so that it owns its files; its pod waits for the ConfigMap. */
  async #createFiles(spec: LoadJobSpec, owner: V1Job, signal?: AbortSignal): Promise<void> {
    const { name, uid } = owner.metadata!;
    const body = {
      metadata: {
        name: spec.name,
        labels: { ...spec.labels },
        ownerReferences: [{ apiVersion: 'batch/v1', kind: 'Job', name: name!, uid: uid! }],
      },
      data: { ...spec.files },
    };
    try {
      await this.#core.createNamespacedConfigMap(
        { namespace: this.#namespace, body },
        within(requestSeconds, signal),
      );
    } catch (error) {
      if (statusOf(error) !== 409) throw asProbeError(`create ConfigMap ${spec.name}`, error);
    }
  }

  async jobState(name: string, signal?: AbortSignal): Promise<LoadJobState | undefined> {
    const namespace = this.#namespace;
    try {
      const options = within(requestSeconds, signal);
      const [job, pods] = await Promise.all([
        this.#batch.readNamespacedJob({ namespace, name }, options),
        this.#core.listNamespacedPod({ namespace, labelSelector: `${loadLabel}=${name}` }, options),
      ]);
      const ended = (job.status?.conditions ?? []).find(
        ({ type, status }) => status === 'True' && (type === 'Failed' || type === 'Complete'),
      );
      return {
        status: ended ? (ended.type === 'Failed' ? 'failed' : 'succeeded') : 'active',
        ...(ended?.reason && { reason: ended.reason }),
        completions: job.spec?.completions ?? 1,
        pods: pods.items.map(loadPod),
      };
    } catch (error) {
      if (statusOf(error) === 404) return undefined;
      throw asProbeError(`read Job ${name}`, error);
    }
  }

  async fetch(
    pod: LoadPod,
    { method, port, path, body: sent }: PodRequest,
    signal?: AbortSignal,
  ): Promise<PodReply> {
    const limit = AbortSignal.timeout(requestSeconds * 1000);
    const { status, body } = await this.#http.request(`http://${pod.ip}:${port}${path}`, {
      method,
      ...(sent !== undefined && { body: sent }),
      maxBytes: 64 * 1024 * 1024,
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    });
    return { status, body: body.toString() };
  }

  async deleteJob(name: string, signal?: AbortSignal): Promise<void> {
    try {
      await this.#batch.deleteNamespacedJob(
        { namespace: this.#namespace, name, propagationPolicy: 'Background' },
        within(requestSeconds, signal),
      );
    } catch (error) {
      if (statusOf(error) !== 404) throw asProbeError(`delete Job ${name}`, error);
    }
  }
}

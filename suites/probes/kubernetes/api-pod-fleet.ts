import { BatchV1Api, CoreV1Api, type KubeConfig, type V1Job, type V1Pod } from '@kubernetes/client-node';
import type { LoadJobSpec, LoadJobState, LoadPod, PodFleet, PodReply } from '../../../load/pod-fleet.ts';
import type { HttpProbe } from '../http/probe.ts';
import { asProbeError, statusOf } from './api-error.ts';
import { within } from './request-options.ts';

const requestSeconds = 10;
/** How long a load pod that is told to stop may take to hand over what it has. */
const graceSeconds = 5;
/** Every load pod and Job carries this label, with the Job's name as value. */
export const loadLabel = 'seatrial.dev/load';

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
      created = await this.#batch.createNamespacedJob({ namespace, body: jobOf(spec) }, options);
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
        pods: pods.items.map(loadPod),
      };
    } catch (error) {
      if (statusOf(error) === 404) return undefined;
      throw asProbeError(`read Job ${name}`, error);
    }
  }

  async fetch(
    pod: LoadPod,
    { method, port, path }: { readonly method: 'GET' | 'POST'; readonly port: number; readonly path: string },
    signal?: AbortSignal,
  ): Promise<PodReply> {
    const limit = AbortSignal.timeout(requestSeconds * 1000);
    const { status, body } = await this.#http.request(`http://${pod.ip}:${port}${path}`, {
      method,
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

function jobOf(spec: LoadJobSpec): V1Job {
  const labels = { ...spec.labels, [loadLabel]: spec.name };
  return {
    metadata: { name: spec.name, labels },
    spec: {
      backoffLimit: 0,
      activeDeadlineSeconds: spec.deadlineSeconds,
      ttlSecondsAfterFinished: spec.ttlSeconds,
      template: {
        metadata: { labels },
        spec: {
          restartPolicy: 'Never',
          automountServiceAccountToken: false,
          terminationGracePeriodSeconds: graceSeconds,
          securityContext: {
            runAsNonRoot: true,
            runAsUser: 65_532,
            seccompProfile: { type: 'RuntimeDefault' },
          },
          containers: [
            {
              name: 'load',
              image: spec.image,
              args: [...spec.args],
              env: spec.env.map((variable) =>
                'value' in variable
                  ? { name: variable.name, value: variable.value }
                  : { name: variable.name, valueFrom: { secretKeyRef: { ...variable.secret } } },
              ),
              ports: [{ name: 'records', containerPort: spec.port }],
              resources: { requests: { ...spec.resources.requests }, limits: { ...spec.resources.limits } },
              securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
              volumeMounts: [{ name: 'files', mountPath: spec.filesPath, readOnly: true }],
            },
          ],
          volumes: [{ name: 'files', configMap: { name: spec.name } }],
        },
      },
    },
  };
}

const hopelessReasons = new Set([
  'ErrImagePull',
  'ImagePullBackOff',
  'InvalidImageName',
  'CreateContainerConfigError',
  'ErrImageNeverPull',
]);

function loadPod(pod: V1Pod): LoadPod {
  const status = pod.status?.containerStatuses?.[0];
  const waiting = status?.state?.waiting?.reason;
  const ended = status?.state?.terminated;
  const reason =
    waiting ??
    (ended
      ? ended.reason === 'Error' || !ended.reason
        ? `exit code ${ended.exitCode}`
        : ended.reason
      : pod.status?.reason);
  return {
    name: pod.metadata!.name!,
    uid: pod.metadata!.uid!,
    phase: (pod.status?.phase ?? 'Unknown') as LoadPod['phase'],
    ...(pod.status?.podIP && { ip: pod.status.podIP }),
    ...(reason && { reason }),
    ...(waiting && hopelessReasons.has(waiting) && { hopeless: true }),
  };
}

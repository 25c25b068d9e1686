import { createHash } from 'node:crypto';
import type { V1Job, V1PodSpec, V1Toleration } from '@kubernetes/client-node';
import { canonical } from '../../release/fingerprint.ts';
import type { ContainerRequest } from './runner.ts';

/** On the Job and its pods: the Job's name. */
export const checkLabel = 'seatrial.dev/check';
export const containerName = 'check';
/** The cluster ends what we could not: longer than any check waits. */
const spareSeconds = 60;

/** At most 63 characters; another request of the same id is another Job. */
export function jobName(id: string, request: ContainerRequest): string {
  const readable = id
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .slice(0, 36)
    .replace(/-+$/, '');
  const digest = createHash('sha256').update(canonical({ id, request })).digest('hex');
  return `seatrial-check-${readable}-${digest.slice(0, 8)}`;
}

/** The Job that runs the container once. */
export function jobOf(name: string, request: ContainerRequest): V1Job {
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, labels: { [checkLabel]: name } },
    spec: {
      backoffLimit: 0,
      activeDeadlineSeconds: request.timeoutSeconds + spareSeconds,
      ttlSecondsAfterFinished: 600,
      template: {
        metadata: { labels: { [checkLabel]: name } },
        spec: podOf(request),
      },
    },
  };
}

function podOf(request: ContainerRequest): V1PodSpec {
  const { image, command, args, env = {}, serviceAccount, pullSecret, nodeSelector, tolerations } = request;
  const { secrets = [], configMaps = [], limits = {} } = request;
  return {
    restartPolicy: 'Never',
    terminationGracePeriodSeconds: 5,
    automountServiceAccountToken: serviceAccount !== undefined,
    ...(serviceAccount !== undefined && { serviceAccountName: serviceAccount }),
    ...(pullSecret !== undefined && { imagePullSecrets: [{ name: pullSecret }] }),
    ...(nodeSelector && { nodeSelector: { ...nodeSelector } }),
    ...(tolerations && { tolerations: tolerations.map((one) => one as V1Toleration) }),
    containers: [
      {
        name: containerName,
        image,
        ...(command && { command: [...command] }),
        ...(args && { args: [...args] }),
        env: Object.entries(env).map(([key, value]) => ({ name: key, value })),
        envFrom: secrets.map((secret) => ({ secretRef: { name: secret } })),
        volumeMounts: configMaps.map(({ path }, index) => ({
          name: `files-${index}`,
          mountPath: path,
          readOnly: true,
        })),
        terminationMessagePolicy: 'FallbackToLogsOnError',
        resources: {
          requests: { cpu: '50m', ...(limits.memory === undefined && { memory: '64Mi' }) },
          limits: { memory: '1Gi', ...limits },
        },
        securityContext: { allowPrivilegeEscalation: false },
      },
    ],
    volumes: configMaps.map(({ name }, index) => ({ name: `files-${index}`, configMap: { name } })),
  };
}

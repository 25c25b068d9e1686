import type { V1Job } from '@kubernetes/client-node';
import { runLabel } from '../resources/group.ts';
import type { RollbackOrder } from './outcome.ts';

/** Where the rollback's Job runs, and as whom. */
export interface RollbackHost {
  /** The agent's own namespace: nobody of the platform can borrow the account. */
  readonly namespace: string;
  readonly serviceAccount: string;
  /** The agent's image; it holds Helm too. */
  readonly image: string;
  readonly pullPolicy: 'Always' | 'IfNotPresent' | 'Never';
}

/** The Job ends by itself after so long, whoever watches. */
export const jobDeadlineSeconds = 900;

/** A pod that dies is replaced, and goes on: the Job decides from Helm's history what is left to do. */
const replacements = 4;

/** The Job of one rollback. No TTL: it stays as the proof that the rollback was ordered. */
export function rollbackJob(name: string, order: RollbackOrder, host: RollbackHost): V1Job {
  const labels = { 'app.kubernetes.io/name': 'seatrial-rollback', [runLabel]: order.run.slice(0, 63) };
  return {
    metadata: { name, namespace: host.namespace, labels },
    spec: {
      backoffLimit: replacements,
      podReplacementPolicy: 'Failed',
      activeDeadlineSeconds: jobDeadlineSeconds,
      template: {
        metadata: { labels },
        spec: {
          restartPolicy: 'Never',
          serviceAccountName: host.serviceAccount,
          securityContext: {
            runAsNonRoot: true,
            runAsUser: 65_532,
            runAsGroup: 65_532,
            fsGroup: 65_532,
            seccompProfile: { type: 'RuntimeDefault' },
          },
          containers: [
            {
              name: 'rollback',
              image: host.image,
              imagePullPolicy: host.pullPolicy,
              args: ['rollback', JSON.stringify(order)],
              env: [{ name: 'HOME', value: '/tmp' }],
              resources: {
                requests: { cpu: '50m', memory: '128Mi' },
                limits: { memory: '512Mi' },
              },
              securityContext: {
                allowPrivilegeEscalation: false,
                readOnlyRootFilesystem: true,
                capabilities: { drop: ['ALL'] },
              },
              volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
            },
          ],
          volumes: [{ name: 'tmp', emptyDir: { sizeLimit: '64Mi' } }],
        },
      },
    },
  };
}

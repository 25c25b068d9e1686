import type { V1EnvVar, V1Job } from '@kubernetes/client-node';
import { indexVariable, type LoadJobSpec, type PodEnv } from '../../../load/pod-fleet.ts';

/** How long a load pod that is told to stop may take to hand over what it has. */
const graceSeconds = 5;
/** Every load pod and Job carries this label, with the Job's name as value. */
export const loadLabel = 'seatrial.dev/load';
/** Where Kubernetes tells a pod of an Indexed Job which one it is. */
export const indexAnnotation = 'batch.kubernetes.io/job-completion-index';

/** The Indexed Job of a load run; its pods wait for the ConfigMap of the same name. */
export function loadJob(spec: LoadJobSpec): V1Job {
  const labels = { ...spec.labels, [loadLabel]: spec.name };
  return {
    metadata: { name: spec.name, labels },
    spec: {
      completionMode: 'Indexed',
      completions: spec.pods,
      parallelism: spec.pods,
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
          // Generators on one node would share its network card and its cores.
          topologySpreadConstraints: [
            {
              maxSkew: 1,
              topologyKey: 'kubernetes.io/hostname',
              whenUnsatisfiable: 'ScheduleAnyway',
              labelSelector: { matchLabels: { [loadLabel]: spec.name } },
            },
          ],
          containers: [
            {
              name: 'load',
              image: spec.image,
              args: [...spec.args],
              env: [indexEnv, ...spec.env.map(envOf)],
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

/** Kubernetes would add it at the end, where no other variable could refer to it. */
const indexEnv: V1EnvVar = {
  name: indexVariable,
  valueFrom: { fieldRef: { fieldPath: `metadata.annotations['${indexAnnotation}']` } },
};

const envOf = (variable: PodEnv): V1EnvVar =>
  'value' in variable
    ? { name: variable.name, value: variable.value }
    : { name: variable.name, valueFrom: { secretKeyRef: { ...variable.secret } } };

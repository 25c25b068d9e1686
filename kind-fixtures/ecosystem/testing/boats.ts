import { programImageName } from '../../images/program-images.ts';
import type { Manifest } from '../cluster-objects.ts';

const name = 'boats';

/** A Deployment that does nothing, for something else to scale. */
export function boats(namespace: string): Manifest {
  const labels = { app: name };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace },
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          terminationGracePeriodSeconds: 1,
          automountServiceAccountToken: false,
          containers: [{ name: 'boat', image: programImageName('pause'), imagePullPolicy: 'IfNotPresent' }],
        },
      },
    },
  };
}

/** Three boats as long as Prometheus answers, two when it does not. */
export function scaledBoats(namespace: string, prometheus: string, annotations: object = {}): Manifest {
  return {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ScaledObject',
    metadata: { name, namespace, annotations },
    spec: {
      scaleTargetRef: { name },
      minReplicaCount: 1,
      maxReplicaCount: 4,
      pollingInterval: 1,
      fallback: { failureThreshold: 1, replicas: 2 },
      advanced: {
        horizontalPodAutoscalerConfig: { behavior: { scaleDown: { stabilizationWindowSeconds: 0 } } },
      },
      triggers: [
        {
          type: 'prometheus',
          metadata: { serverAddress: prometheus, query: 'vector(3)', threshold: '1' },
        },
      ],
    },
  };
}

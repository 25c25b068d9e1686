import { createHash } from 'node:crypto';
import { group, version, type WordcabPool } from '../kube/resources.ts';

/** Says which template the operator last gave a pool; what the API server fills in does not matter so. */
export const templateAnnotation = `${group}/template`;
/** Of the fault only: the configuration that a pool was restarted for. */
export const configAnnotation = `${group}/config`;
const poolLabel = `${group}/pool`;

export interface ManifestSite {
  /** Name of the Helm release. */
  readonly release: string;
  readonly adminUrl: string;
  readonly loadMs: number;
  /** The fault: every pool is rolled again, and again when it ends. */
  readonly again: boolean;
}

const labelsOf = (pool: WordcabPool, release: string) => ({
  'app.kubernetes.io/name': 'wordcab',
  'app.kubernetes.io/instance': release,
  'app.kubernetes.io/component': 'pool',
  [poolLabel]: pool.metadata.name,
});

const owned = (pool: WordcabPool, release: string) => ({
  name: pool.metadata.name,
  labels: {
    ...labelsOf(pool, release),
    'app.kubernetes.io/part-of': 'wordcab',
    'app.kubernetes.io/managed-by': 'wordcab-operator',
  },
  ownerReferences: [
    {
      apiVersion: `${group}/${version}`,
      kind: 'WordcabPool',
      name: pool.metadata.name,
      uid: pool.metadata.uid,
      controller: true,
      blockOwnerDeletion: true,
    },
  ],
});

export const digest = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);

/** The pod template of a pool: what changes it rolls the pool. The configuration is not in it. */
export function templateOf(pool: WordcabPool, site: ManifestSite): object {
  const { type, image, resources } = pool.spec;
  const env = {
    RELEASE: site.release,
    POOL_NAME: pool.metadata.name,
    POOL_TYPE: type,
    POOL_LOAD_MS: String(site.loadMs),
    ADMIN_URL: site.adminUrl,
  };
  return {
    metadata: {
      labels: labelsOf(pool, site.release),
      ...(site.again && { annotations: { [`${group}/again`]: 'true' } }),
    },
    spec: {
      automountServiceAccountToken: false,
      terminationGracePeriodSeconds: 30,
      securityContext: { runAsNonRoot: true, runAsUser: 65532 },
      containers: [
        {
          name: type,
          image,
          imagePullPolicy: 'IfNotPresent',
          args: ['pool'],
          env: [
            { name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
            ...Object.entries(env).map(([name, value]) => ({ name, value })),
          ],
          ports: [
            { name: 'http', containerPort: 8000 },
            { name: 'metrics', containerPort: 8080 },
          ],
          readinessProbe: {
            httpGet: { path: '/healthz', port: 'metrics' },
            periodSeconds: 1,
            timeoutSeconds: 2,
            failureThreshold: 2,
          },
          resources,
        },
      ],
    },
  };
}

/** The whole Deployment, for a pool that has none yet. */
export function workloadOf(pool: WordcabPool, template: object, site: ManifestSite): object {
  const metadata = owned(pool, site.release);
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { ...metadata, annotations: { [templateAnnotation]: digest(template) } },
    spec: {
      replicas: pool.spec.replicas.min,
      strategy: strategyOf(pool),
      selector: { matchLabels: labelsOf(pool, site.release) },
      template,
    },
  };
}

/** One replica at a time, unless the pool says otherwise. */
export const strategyOf = ({ spec }: WordcabPool) => ({
  type: 'RollingUpdate',
  rollingUpdate: { maxUnavailable: spec.maxUnavailable, maxSurge: spec.maxSurge },
});

export function serviceOf(pool: WordcabPool, release: string): object {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: owned(pool, release),
    spec: {
      selector: labelsOf(pool, release),
      ports: [{ name: 'http', port: 8000, targetPort: 'http' }],
    },
  };
}

import type { Manifest } from './cluster-objects.ts';

/** One program as a Deployment of one pod: what all of these have in common. */
export interface Workload {
  readonly name: string;
  readonly namespace: string;
  readonly image: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: readonly object[];
  readonly ports: Readonly<Record<string, number>>;
  /** Ready when this answers. */
  readonly ready: { readonly path: string; readonly port: string; readonly scheme?: 'HTTP' | 'HTTPS' };
  readonly serviceAccount?: string;
  /** Mounted folders by the volume that they show. */
  readonly volumes?: Readonly<Record<string, { readonly at: string; readonly from: object }>>;
  readonly annotations?: Readonly<Record<string, string>>;
  /** Fields of the container and of the pod's spec, beside those that these give it. */
  readonly container?: object;
  readonly pod?: object;
}

/** Requests are small, because a test's cluster is: they say nothing about what the program takes. */
const resources = { requests: { cpu: '10m', memory: '32Mi' } };

export function deploymentOf(of: Workload): Manifest {
  const labels = { 'app.kubernetes.io/name': of.name };
  const volumes = Object.entries(of.volumes ?? {});
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: of.name, namespace: of.namespace, labels },
    spec: {
      replicas: 1,
      strategy: { type: 'Recreate' },
      selector: { matchLabels: labels },
      template: {
        metadata: { labels, annotations: of.annotations ?? {} },
        spec: {
          ...(of.serviceAccount === undefined
            ? { automountServiceAccountToken: false }
            : { serviceAccountName: of.serviceAccount, automountServiceAccountToken: true }),
          terminationGracePeriodSeconds: 1,
          ...of.pod,
          containers: [
            {
              name: of.name,
              image: of.image,
              imagePullPolicy: 'IfNotPresent',
              ...(of.command && { command: of.command }),
              ...(of.args && { args: of.args }),
              ...(of.env && { env: of.env }),
              ports: Object.entries(of.ports).map(([name, containerPort]) => ({ name, containerPort })),
              readinessProbe: { httpGet: of.ready, periodSeconds: 1, failureThreshold: 120 },
              resources,
              ...of.container,
              volumeMounts: volumes.map(([name, { at }]) => ({ name, mountPath: at })),
            },
          ],
          volumes: volumes.map(([name, { from }]) => ({ name, ...from })),
        },
      },
    },
  };
}

/** A Service for the pods of a `deploymentOf`, with the same name and the same ports. */
export function serviceOf({
  name,
  namespace,
  ports,
}: Pick<Workload, 'name' | 'namespace' | 'ports'>): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace },
    spec: {
      selector: { 'app.kubernetes.io/name': name },
      ports: Object.entries(ports).map(([port, number]) => ({
        name: port,
        port: number,
        targetPort: port,
        protocol: 'TCP',
      })),
    },
  };
}

export interface PolicyRule {
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
  readonly verbs: readonly string[];
}

/** An account with these rights in the whole cluster; its role has the namespace in its name. */
export function accountOf(name: string, namespace: string, rules: readonly PolicyRule[]): Manifest[] {
  const group = 'rbac.authorization.k8s.io';
  const role = `${namespace}-${name}`;
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } },
    { apiVersion: `${group}/v1`, kind: 'ClusterRole', metadata: { name: role }, rules },
    {
      apiVersion: `${group}/v1`,
      kind: 'ClusterRoleBinding',
      metadata: { name: role },
      roleRef: { apiGroup: group, kind: 'ClusterRole', name: role },
      subjects: [{ kind: 'ServiceAccount', name, namespace }],
    },
  ];
}

import { programImageName } from '../../images/program-images.ts';
import type { ClusterApi } from '../api.ts';

const labels = { 'k8s-app': 'kube-dns' };
const namespace = 'kube-system';

/** Names outside the cluster do not exist: the node reaches no other network, and a quick no beats a timeout. */
const corefile = `cluster.local:53 in-addr.arpa:53 ip6.arpa:53 {
  errors
  health :8080
  ready :8181
  prometheus :9153
  kubernetes cluster.local in-addr.arpa ip6.arpa {
    pods insecure
    ttl 5
  }
}
.:53 {
  errors
  template ANY ANY . {
    rcode NXDOMAIN
  }
}
`;

/** Applies CoreDNS under the names that every Kubernetes distribution uses. */
export async function applyCoreDns(api: ClusterApi, clusterIP: string): Promise<void> {
  const core = `/api/v1/namespaces/${namespace}`;
  const rbac = '/apis/rbac.authorization.k8s.io/v1';
  const name = 'coredns';
  const about = { name, namespace, labels };
  await Promise.all([
    api.apply(`${core}/serviceaccounts/${name}`, {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: about,
    }),
    api.apply(`${core}/configmaps/${name}`, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: about,
      data: { Corefile: corefile },
    }),
    api.apply(`${rbac}/clusterroles/system:coredns`, {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: 'system:coredns' },
      rules: [
        { apiGroups: [''], resources: ['services', 'pods', 'namespaces'], verbs: ['list', 'watch'] },
        { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: ['list', 'watch'] },
      ],
    }),
    api.apply(`${rbac}/clusterrolebindings/system:coredns`, {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: 'system:coredns' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'system:coredns' },
      subjects: [{ kind: 'ServiceAccount', name, namespace }],
    }),
    api.apply(`${core}/services/kube-dns`, {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { ...about, name: 'kube-dns' },
      spec: {
        clusterIP,
        selector: labels,
        ports: [
          { name: 'dns', port: 53, protocol: 'UDP' },
          { name: 'dns-tcp', port: 53, protocol: 'TCP' },
          { name: 'metrics', port: 9153, protocol: 'TCP' },
        ],
      },
    }),
    api.apply(`/apis/apps/v1/namespaces/${namespace}/deployments/${name}`, {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: about,
      spec: {
        replicas: 1,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: podSpec(name) },
      },
    }),
  ]);
}

function podSpec(name: string): object {
  return {
    serviceAccountName: name,
    priorityClassName: 'system-cluster-critical',
    dnsPolicy: 'Default',
    // Scheduled while the node still settles, as every distribution does it.
    tolerations: [{ key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoSchedule' }],
    terminationGracePeriodSeconds: 5,
    volumes: [{ name: 'config', configMap: { name } }],
    containers: [
      {
        name,
        image: programImageName('coredns'),
        imagePullPolicy: 'IfNotPresent',
        args: ['-conf', '/etc/coredns/Corefile'],
        volumeMounts: [{ name: 'config', mountPath: '/etc/coredns', readOnly: true }],
        readinessProbe: { httpGet: { path: '/ready', port: 8181 }, periodSeconds: 1 },
        livenessProbe: { httpGet: { path: '/health', port: 8080 }, failureThreshold: 5 },
        resources: { requests: { cpu: '50m', memory: '40Mi' } },
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] },
        },
      },
    ],
  };
}

import { join } from 'node:path';
import type { ProgramName } from '../../toolchain/programs.ts';
import type { Addresses } from './addresses.ts';
import { apiPort } from './addresses.ts';
import type { Layout } from './layout.ts';

/** The programs of the cluster that are built from source. */
export const builtComponents = [
  'etcd',
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kubelet',
  'kube-proxy',
] as const satisfies readonly ProgramName[];

/** One program of the node as the capsule starts it. */
export interface Component {
  readonly name: string;
  readonly argv: readonly string[];
  /** A URL that has to answer before it is started. */
  readonly after?: string;
}

const etcdUrl = 'http://127.0.0.1:2379';

type Binaries = Readonly<Record<(typeof builtComponents)[number], string>>;

/** The command lines of one node that is control plane and worker at once. */
export function componentsOf(
  layout: Layout,
  node: string,
  addresses: Addresses,
  binaries: Binaries,
  containerd: string,
): Component[] {
  const key = (name: string) => join(layout.pki, name);
  const kubeconfig = (name: string) => `--kubeconfig=${join(layout.config, `${name}.kubeconfig`)}`;
  const ready = `${addresses.apiServer}/readyz`;
  return [
    {
      name: 'etcd',
      argv: [
        binaries.etcd,
        `--data-dir=${join(layout.root, 'etcd')}`,
        `--listen-client-urls=${etcdUrl}`,
        `--advertise-client-urls=${etcdUrl}`,
        '--listen-peer-urls=http://127.0.0.1:2380',
        // A throw-away cluster has nothing to lose in a power cut.
        '--unsafe-no-fsync',
        '--log-level=warn',
      ],
    },
    {
      name: 'kube-apiserver',
      argv: [
        binaries['kube-apiserver'],
        `--etcd-servers=${etcdUrl}`,
        `--advertise-address=${addresses.nodeAddress}`,
        '--bind-address=0.0.0.0',
        `--secure-port=${apiPort}`,
        `--service-cluster-ip-range=${addresses.serviceNetwork}`,
        `--client-ca-file=${key('ca.crt')}`,
        `--tls-cert-file=${key('apiserver.crt')}`,
        `--tls-private-key-file=${key('apiserver.key')}`,
        '--service-account-issuer=https://kubernetes.default.svc.cluster.local',
        `--service-account-key-file=${key('service-accounts.pub')}`,
        `--service-account-signing-key-file=${key('service-accounts.key')}`,
        '--authorization-mode=Node,RBAC',
        '--enable-admission-plugins=NodeRestriction',
        '--allow-privileged',
        `--kubelet-certificate-authority=${key('ca.crt')}`,
        `--kubelet-client-certificate=${key('apiserver-kubelet.crt')}`,
        `--kubelet-client-key=${key('apiserver-kubelet.key')}`,
        '--kubelet-preferred-address-types=InternalIP',
        `--requestheader-client-ca-file=${key('front-proxy-ca.crt')}`,
        '--requestheader-allowed-names=front-proxy-client',
        '--requestheader-username-headers=X-Remote-User',
        '--requestheader-group-headers=X-Remote-Group',
        '--requestheader-extra-headers-prefix=X-Remote-Extra-',
        `--proxy-client-cert-file=${key('front-proxy.crt')}`,
        `--proxy-client-key-file=${key('front-proxy.key')}`,
      ],
    },
    { name: 'containerd', argv: [containerd, '--config', join(layout.config, 'containerd.toml')] },
    {
      name: 'kubelet',
      after: ready,
      argv: [
        binaries.kubelet,
        `--config=${join(layout.config, 'kubelet.yaml')}`,
        kubeconfig('kubelet'),
        `--hostname-override=${node}`,
        `--node-ip=${addresses.nodeAddress}`,
        `--node-labels=${nodeLabels(node)}`,
        `--cert-dir=${layout.pki}`,
        '--v=1',
      ],
    },
    {
      name: 'kube-controller-manager',
      after: ready,
      argv: [
        binaries['kube-controller-manager'],
        kubeconfig('kube-controller-manager'),
        `--authentication-kubeconfig=${join(layout.config, 'kube-controller-manager.kubeconfig')}`,
        `--authorization-kubeconfig=${join(layout.config, 'kube-controller-manager.kubeconfig')}`,
        '--bind-address=127.0.0.1',
        `--service-account-private-key-file=${key('service-accounts.key')}`,
        `--root-ca-file=${key('ca.crt')}`,
        '--use-service-account-credentials',
        `--cluster-signing-cert-file=${key('ca.crt')}`,
        `--cluster-signing-key-file=${key('ca.key')}`,
        '--leader-elect=false',
        '--kube-api-qps=200',
        '--kube-api-burst=400',
      ],
    },
    {
      name: 'kube-scheduler',
      after: ready,
      argv: [
        binaries['kube-scheduler'],
        kubeconfig('kube-scheduler'),
        `--authentication-kubeconfig=${join(layout.config, 'kube-scheduler.kubeconfig')}`,
        `--authorization-kubeconfig=${join(layout.config, 'kube-scheduler.kubeconfig')}`,
        '--bind-address=127.0.0.1',
        '--leader-elect=false',
      ],
    },
    {
      name: 'kube-proxy',
      after: ready,
      argv: [
        binaries['kube-proxy'],
        kubeconfig('kube-proxy'),
        `--hostname-override=${node}`,
        `--cluster-cidr=${addresses.podNetwork}`,
        '--proxy-mode=iptables',
        '--bind-address=127.0.0.1',
        // The size of the conntrack table belongs to the machine.
        '--conntrack-max-per-core=0',
      ],
    },
  ];
}

function nodeLabels(node: string): string {
  return [`seatrial.dev/cluster=${node}`, 'node.kubernetes.io/instance-type=local'].join(',');
}

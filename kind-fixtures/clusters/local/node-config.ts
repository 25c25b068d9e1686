import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { programImageName } from '../../images/program-images.ts';
import type { Addresses } from './addresses.ts';
import type { Layout } from './layout.ts';

/** The cgroup that holds everything of the cluster, in the root of each hierarchy. */
export function cgroupOf(name: string): string {
  return `seatrial-${name}`;
}

/** Writes the configuration of containerd, the CNI plugins and the kubelet. */
export async function writeNodeConfig(
  layout: Layout,
  addresses: Addresses,
  cniFolder: string,
): Promise<void> {
  const cni = join(layout.config, 'cni');
  await mkdir(cni, { recursive: true });
  const resolv = join(layout.config, 'resolv.conf');
  await Promise.all([
    writeFile(join(cni, '10-seatrial.conflist'), JSON.stringify(cniConfig(layout, addresses), null, 2)),
    writeFile(join(layout.config, 'containerd.toml'), containerdConfig(layout, cni, cniFolder)),
    writeFile(join(layout.config, 'kubelet.yaml'), stringify(kubeletConfig(layout, addresses, resolv))),
    writeFile(resolv, `nameserver ${addresses.dnsService}\n`),
  ]);
}

/**
 * Each pod has a wire of its own to the node (`ptp`): all its traffic is
 * routed, so Services work without a bridge and without `br_netfilter`.
 */
export function cniConfig(layout: Layout, addresses: Addresses): object {
  return {
    cniVersion: '0.4.0',
    name: `seatrial-${layout.name}`,
    plugins: [
      {
        type: 'ptp',
        ipMasq: true,
        ipam: {
          type: 'host-local',
          ranges: [[{ subnet: addresses.podNetwork }]],
          routes: [{ dst: '0.0.0.0/0' }],
          dataDir: join(layout.root, 'ipam'),
        },
      },
      { type: 'portmap', capabilities: { portMappings: true } },
    ],
  };
}

export function containerdConfig(layout: Layout, cniConf: string, cniBin: string): string {
  const cri = 'io.containerd.grpc.v1.cri';
  return `version = 2
root = "${layout.containerdRoot}"
state = "/run/containerd"
disabled_plugins = [
  "io.containerd.internal.v1.opt", "io.containerd.internal.v1.tracing", "io.containerd.tracing.processor.v1.otlp",
  "io.containerd.snapshotter.v1.aufs", "io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.zfs",
  "io.containerd.snapshotter.v1.devmapper", "io.containerd.snapshotter.v1.native",
]

[grpc]
  address = "/run/containerd/containerd.sock"

[plugins."${cri}"]
  sandbox_image = "${programImageName('pause')}"
  restrict_oom_score_adj = true
  disable_apparmor = true
  netns_mounts_under_state_dir = true
  [plugins."${cri}".containerd]
    snapshotter = "overlayfs"
    default_runtime_name = "runc"
    [plugins."${cri}".containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"
      [plugins."${cri}".containerd.runtimes.runc.options]
        Root = "/run/containerd/runc"
  [plugins."${cri}".cni]
    bin_dir = "${cniBin}"
    conf_dir = "${cniConf}"
`;
}

export function kubeletConfig(layout: Layout, addresses: Addresses, resolvConf: string): object {
  return {
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    // Tolerates a machine that does not let it set sysctls and OOM scores.
    featureGates: { KubeletInUserNamespace: true },
    failCgroupV1: false,
    failSwapOn: false,
    cgroupDriver: 'cgroupfs',
    cgroupRoot: `/${cgroupOf(layout.name)}`,
    cgroupsPerQOS: true,
    enforceNodeAllocatable: [],
    containerRuntimeEndpoint: 'unix:///run/containerd/containerd.sock',
    address: '0.0.0.0',
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: true },
      x509: { clientCAFile: join(layout.pki, 'ca.crt') },
    },
    authorization: { mode: 'Webhook' },
    tlsCertFile: join(layout.pki, 'kubelet-server.crt'),
    tlsPrivateKeyFile: join(layout.pki, 'kubelet-server.key'),
    clusterDomain: 'cluster.local',
    clusterDNS: [addresses.dnsService],
    resolvConf,
    maxPods: 240,
    evictionHard: { 'memory.available': '50Mi', 'nodefs.available': '1%', 'imagefs.available': '1%' },
    // There is no registry to fetch an image from again.
    imageGCHighThresholdPercent: 100,
    imageGCLowThresholdPercent: 99,
    // The image archives are loaded by hand, nothing is ever pulled.
    serializeImagePulls: false,
    nodeStatusUpdateFrequency: '5s',
    // How soon a changed Secret or ConfigMap shows in the pods that mount it; a minute unless told otherwise.
    syncFrequency: '5s',
    // Whether an image is on a node is asked of its status, which tells of 50 unless told otherwise.
    nodeStatusMaxImages: -1,
  };
}

import { join } from 'node:path';

/** Where everything of one local cluster lies. Short, because Unix sockets allow 107 characters. */
export interface Layout {
  readonly name: string;
  readonly state: string;
  readonly spec: string;
  readonly record: string;
  /** The program that holds the node, copied here. */
  readonly capsule: string;
  readonly kubeconfig: string;
  readonly pki: string;
  readonly config: string;
  readonly logs: string;
  /** What stands at `/` inside for the folders that programs insist on. */
  readonly root: string;
  readonly containerdRoot: string;
  /** containerd's socket, seen from outside. */
  readonly containerdSocket: string;
  /** The capsule's record of its programs. */
  readonly components: string;
}

export const stateRoot = '/var/lib/seatrial';

const allowedName = /^[a-z][a-z0-9-]{0,23}$/;

/** Whether this can be the name of a cluster, of its node and of its cgroup. */
export function isClusterName(name: string): boolean {
  return allowedName.test(name);
}

export function layoutOf(name: string, root: string = stateRoot): Layout {
  const state = join(root, name);
  return {
    name,
    state,
    spec: join(state, 'spec.json'),
    record: join(state, 'cluster.json'),
    capsule: join(state, 'capsule'),
    kubeconfig: join(state, 'kubeconfig'),
    pki: join(state, 'pki'),
    config: join(state, 'config'),
    logs: join(state, 'logs'),
    root: join(state, 'root'),
    containerdRoot: join(state, 'root/containerd'),
    containerdSocket: join(state, 'root/run/containerd/containerd.sock'),
    components: join(state, 'components.json'),
  };
}

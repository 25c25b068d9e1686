import { join } from 'node:path';
import { ecosystemPrograms } from './ecosystem-programs.ts';
import { repositoryFolder } from './folders.ts';
import { loadPrograms } from './load-programs.ts';

/** One program that is built from a pinned Go module. */
export interface Program {
  /** The name of the binary. */
  readonly name: string;
  /** The Go package of its `main`. */
  readonly package: string;
  /** The version of the module that holds it. */
  readonly version: string;
  /** The folder of the go.mod that pins it. */
  readonly moduleDir: string;
  /** Ours: the folder in `moduleDir` whose files decide, beside the pins, what the binary is. */
  readonly sources?: string;
  /** How it is built; `go` unless given. */
  readonly recipe?: 'xk6';
  /** Go's build tags. */
  readonly tags?: readonly string[];
  /** Files by their path that the published module lacks, because its authors generate them. */
  readonly completed?: { readonly module: string; readonly files: Readonly<Record<string, string>> };
}

export const kubernetesVersion = 'v1.34.4';
export const helmVersion = 'v4.0.5';
export const coreDnsVersion = 'v1.13.1';
export const kindVersion = 'v0.30.0';
export const natsVersion = 'v2.12.0';
export const etcdVersion = 'v3.6.5';
export const k6Version = 'v2.2.0';

const toolchain = join(repositoryFolder, 'kind-fixtures/toolchain');

function own<const N extends string>(name: N): Program & { readonly name: N } {
  return { name, package: `./${name}`, version: 'own', moduleDir: toolchain, sources: name };
}

function kubernetes<const N extends string>(name: N): Program & { readonly name: N } {
  return {
    name,
    package: `k8s.io/kubernetes/cmd/${name}`,
    version: kubernetesVersion,
    moduleDir: toolchain,
  };
}

/** Every program that a cluster and its stand-ins need. Those of one module are built by one `go build`. */
export const programs = [
  kubernetes('kube-apiserver'),
  kubernetes('kube-controller-manager'),
  kubernetes('kube-scheduler'),
  kubernetes('kubelet'),
  kubernetes('kube-proxy'),
  { name: 'etcd', package: 'go.etcd.io/etcd/server/v3', version: etcdVersion, moduleDir: toolchain },
  { name: 'helm', package: 'helm.sh/helm/v4/cmd/helm', version: helmVersion, moduleDir: toolchain },
  { name: 'kind', package: 'sigs.k8s.io/kind', version: kindVersion, moduleDir: toolchain },
  {
    name: 'nats-server',
    package: 'github.com/nats-io/nats-server/v2',
    version: natsVersion,
    moduleDir: toolchain,
  },
  { ...own('coredns'), version: coreDnsVersion },
  own('pause'),
  own('capsule'),
  own('pki'),
  {
    name: 'k6',
    package: './cmd/k6',
    version: k6Version,
    moduleDir: join(repositoryFolder, 'load/xk6-seatrial'),
    sources: '.',
    recipe: 'xk6',
  },
] as const satisfies readonly Program[];

/** Also those that only `npm run test:ecosystem`, or the load engine's tests and bench, build. */
export const everyProgram = [
  ...programs,
  ...ecosystemPrograms,
  ...loadPrograms,
] as const satisfies readonly Program[];

export type ProgramName = (typeof everyProgram)[number]['name'];

/**
 * Linker flags, the same for all programs of a module, because they share one
 * `go build`; a program ignores those that name packages it does not link.
 */
export const linkerFlags: string = [
  '-s -w',
  `-X k8s.io/component-base/version.gitVersion=${kubernetesVersion}`,
  '-X k8s.io/component-base/version.gitMajor=1',
  '-X k8s.io/component-base/version.gitMinor=34',
  `-X helm.sh/helm/v4/internal/version.version=${helmVersion}`,
].join(' ');

export function programNamed(name: ProgramName): Program {
  const found = everyProgram.find((program) => program.name === name);
  if (found === undefined) throw new Error(`no program named ${name}`);
  return found;
}

import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Outcome } from '../toolchain/fixture-error.ts';
import { failed, succeeded } from '../toolchain/fixture-error.ts';
import type { Choice } from './choose.ts';
import { chooseCluster } from './choose.ts';
import type { ClusterAccess, ClusterEvent, ClusterStatus, UpResult } from './cluster.ts';
import { defaultGpus } from './gpus.ts';

/** What every `seatrial cluster` command takes, parsed. */
export interface ClusterCommandOptions {
  /** `--cluster`: local, kind or existing. */
  readonly cluster?: string;
  /** `--name`: the cluster's name. */
  readonly name?: string;
  /** Told which provider is used, and why, before anything is done. */
  readonly onChoice?: (why: string) => void;
  readonly onEvent?: (event: ClusterEvent) => void;
}

export interface ClusterUpOptions extends ClusterCommandOptions {
  /** `--gpus`: how many the node offers; 0 for none. */
  readonly gpus?: number;
  /** `--gpu-product`: the label `nvidia.com/gpu.product`. */
  readonly gpuProduct?: string;
  readonly signal?: AbortSignal;
}

/** What a command has to say: lines for people and the value for programs. */
export interface Told<T> {
  readonly text: string;
  readonly value: T;
}

const maxGpus = 64;

/** `seatrial cluster up`. */
export async function clusterUp(options: ClusterUpOptions = {}): Promise<Outcome<Told<UpResult>>> {
  const count = options.gpus ?? defaultGpus.count;
  if (!Number.isInteger(count) || count < 0 || count > maxGpus) {
    return failed('usage', `--gpus takes a whole number from 0 to ${maxGpus}, not ${options.gpus}.`);
  }
  const { onEvent, signal } = options;
  const result = await withProvider(options, ({ provider }) =>
    provider.up({
      gpus: { count, product: options.gpuProduct ?? defaultGpus.product },
      ...(onEvent === undefined ? {} : { onEvent }),
      ...(signal === undefined ? {} : { signal }),
    }),
  );
  return tell(result, (up) => {
    const seconds = (Math.max(0, ...Object.values(up.phases)) / 1000).toFixed(1);
    const first = up.alreadyRunning
      ? `The cluster ${up.name} is running already, at ${up.server}.`
      : `The cluster ${up.name} is up after ${seconds} s, at ${up.server}.`;
    return `${first}\nexport KUBECONFIG=${up.kubeconfig}`;
  });
}

/** `seatrial cluster down`. */
export async function clusterDown(options: ClusterCommandOptions = {}): Promise<Outcome<Told<string>>> {
  const { onEvent } = options;
  const result = await withProvider(options, ({ provider }) =>
    provider.down(onEvent === undefined ? {} : { onEvent }),
  );
  return tell(result, (said) => said);
}

/** `seatrial cluster status`. */
export async function clusterStatus(
  options: ClusterCommandOptions = {},
): Promise<Outcome<Told<ClusterStatus>>> {
  const result = await withProvider(options, ({ provider }) => provider.status());
  return tell(result, ({ state, summary, parts }) =>
    [`${state}: ${summary}`, ...parts.map((part) => `  ${part.name.padEnd(24)} ${part.state}`)].join('\n'),
  );
}

/** `seatrial cluster kubeconfig`: prints the path only, for `export KUBECONFIG=$(...)`. */
export async function clusterKubeconfig(
  options: ClusterCommandOptions = {},
): Promise<Outcome<Told<ClusterAccess>>> {
  const result = await withProvider(options, ({ provider }) => provider.kubeconfig());
  return tell(result, (access) => access.kubeconfig);
}

/** `seatrial cluster logs [PROGRAM]`: the end of one program's log, or where all of them are. */
export async function clusterLogs(
  options: ClusterCommandOptions & { readonly program?: string } = {},
): Promise<Outcome<Told<string>>> {
  const result = await withProvider(options, ({ provider }) => provider.logs());
  if (!result.ok) return result;
  const files = result.value;
  if (options.program === undefined) {
    const text = Object.entries(files).map(([name, path]) => `${name.padEnd(24)} ${path}`);
    return succeeded({ text: text.join('\n'), value: '' });
  }
  const path = files[options.program];
  if (path === undefined) {
    const known = Object.keys(files).join(', ');
    return failed('usage', `There is no log of ${options.program}: choose one of ${known}.`);
  }
  const text = await endOf(path);
  return succeeded({ text, value: path });
}

/** `seatrial cluster load-image ARCHIVE`. */
export async function clusterLoadImage(
  options: ClusterCommandOptions & { readonly archive: string },
): Promise<Outcome<Told<string>>> {
  const result = await withProvider(options, ({ provider }) => provider.loadImage(resolve(options.archive)));
  return tell(result, (loaded) => `Loaded ${loaded}.`);
}

async function withProvider<T>(
  options: ClusterCommandOptions,
  work: (choice: Choice) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const choice = await chooseCluster({ cluster: options.cluster, name: options.name });
  if (!choice.ok) return choice;
  options.onChoice?.(choice.value.why);
  return work(choice.value);
}

function tell<T>(result: Outcome<T>, words: (value: T) => string): Outcome<Told<T>> {
  return result.ok ? succeeded({ text: words(result.value), value: result.value }) : result;
}

const keptBytes = 64 * 1024;

async function endOf(path: string): Promise<string> {
  await using file = await open(path);
  const { size } = await file.stat();
  const start = Math.max(0, size - keptBytes);
  const buffer = Buffer.alloc(size - start);
  await file.read(buffer, 0, buffer.length, start);
  return buffer.toString();
}

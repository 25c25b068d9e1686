import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  indexVariable,
  type LoadJobSpec,
  type LoadJobState,
  type LoadPod,
  type PodFleet,
  type PodReply,
  type PodRequest,
} from '../pod-fleet.ts';

type LocalPod = { readonly child: ChildProcess; readonly port: number };

/** One load Job after another as processes of this machine, on ports of loopback: the real k6, without a cluster. */
export class LocalFleet implements PodFleet, AsyncDisposable {
  readonly #k6: string;
  #pods: readonly LocalPod[] = [];
  #folder: string | undefined;

  constructor(k6: string) {
    this.#k6 = k6;
  }

  get pids(): readonly number[] {
    return this.#pods.map(({ child }) => child.pid!);
  }

  async createJobIfAbsent(spec: LoadJobSpec): Promise<'created' | 'exists'> {
    if (this.#pods.length > 0) return 'exists';
    const folder = await mkdtemp(join(tmpdir(), 'seatrial-fleet-'));
    this.#folder = folder;
    for (const [name, text] of Object.entries(spec.files)) await writeFile(join(folder, name), text);
    const ports = await Promise.all(Array.from({ length: spec.pods }, freePort));
    this.#pods = ports.map((port, index) => {
      const here = (text: string) =>
        text
          .replaceAll(spec.filesPath, folder)
          .replaceAll(`$(${indexVariable})`, String(index))
          .replace(`:${spec.port}`, `127.0.0.1:${port}`);
      const env = spec.env.map((variable) => [
        variable.name,
        'value' in variable ? here(variable.value) : '',
      ]);
      const child = spawn(this.#k6, spec.args.map(here), { env: Object.fromEntries(env), stdio: 'ignore' });
      return { child, port };
    });
    return 'created';
  }

  async jobState(): Promise<LoadJobState | undefined> {
    if (this.#pods.length === 0) return undefined;
    const pods = this.#pods.map(({ child }, index) => {
      const phase = !over(child) ? 'Running' : child.exitCode === 0 ? 'Succeeded' : 'Failed';
      const pod = { name: `local-${index}`, index, uid: String(child.pid), phase, ip: '127.0.0.1' } as const;
      return over(child) ? { ...pod, reason: `exit code ${child.exitCode ?? child.signalCode}` } : pod;
    });
    return { status: 'active', completions: pods.length, pods };
  }

  async fetch({ index }: LoadPod, { method, path, body }: PodRequest): Promise<PodReply> {
    const address = `http://127.0.0.1:${this.#pods[index]!.port}${path}`;
    const response = await fetch(address, { method, ...(body === undefined ? {} : { body }) });
    return { status: response.status, body: await response.text() };
  }

  async deleteJob(): Promise<void> {
    const going = this.#pods.map(({ child }) => child).filter((child) => !over(child));
    const ends = going.map((child) => new Promise((resolve) => child.once('close', resolve)));
    for (const child of going) child.kill('SIGKILL');
    await Promise.all(ends);
    this.#pods = [];
    if (this.#folder) await rm(this.#folder, { recursive: true, force: true });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.deleteJob();
  }
}

function over(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** A port of loopback that nobody has. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

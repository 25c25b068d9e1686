import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LoadJobSpec, LoadJobState, LoadPod, PodFleet, PodReply } from '../pod-fleet.ts';

/** One "pod" after another as a process of this machine, on a port of loopback: the real k6, without a cluster. */
export class LocalFleet implements PodFleet, AsyncDisposable {
  readonly #k6: string;
  readonly #port: number;
  #child: ChildProcess | undefined;
  #folder: string | undefined;

  constructor(k6: string, port: number) {
    this.#k6 = k6;
    this.#port = port;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  async createJobIfAbsent(spec: LoadJobSpec): Promise<'created' | 'exists'> {
    if (this.#child) return 'exists';
    const folder = await mkdtemp(join(tmpdir(), 'seatrial-fleet-'));
    this.#folder = folder;
    for (const [name, text] of Object.entries(spec.files)) await writeFile(join(folder, name), text);
    const here = (text: string) =>
      text.replaceAll(spec.filesPath, folder).replace(`:${spec.port}`, `127.0.0.1:${this.#port}`);
    const env = spec.env.map((variable) => [variable.name, 'value' in variable ? here(variable.value) : '']);
    this.#child = spawn(this.#k6, spec.args.map(here), {
      env: Object.fromEntries(env),
      stdio: 'ignore',
    });
    return 'created';
  }

  async jobState(): Promise<LoadJobState | undefined> {
    const child = this.#child;
    if (!child) return undefined;
    const over = child.exitCode !== null || child.signalCode !== null;
    const phase = !over ? 'Running' : child.exitCode === 0 ? 'Succeeded' : 'Failed';
    const reason = over ? `exit code ${child.exitCode ?? child.signalCode}` : undefined;
    const pod = { name: 'local', index: 0, uid: String(child.pid), phase, ip: '127.0.0.1' } as const;
    return { status: 'active', completions: 1, pods: [{ ...pod, ...(reason ? { reason } : {}) }] };
  }

  async fetch(_: LoadPod, request: { method: string; path: string }): Promise<PodReply> {
    const response = await fetch(`http://127.0.0.1:${this.#port}${request.path}`, { method: request.method });
    return { status: response.status, body: await response.text() };
  }

  async deleteJob(): Promise<void> {
    const child = this.#child;
    if (child && child.exitCode === null && child.signalCode === null) {
      const over = new Promise((resolve) => child.once('close', resolve));
      child.kill('SIGKILL');
      await over;
    }
    this.#child = undefined;
    if (this.#folder) await rm(this.#folder, { recursive: true, force: true });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.deleteJob();
  }
}

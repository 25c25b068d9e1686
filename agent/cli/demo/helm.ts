import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CliError } from '../errors.ts';

const run = promisify(execFile);
const commandSeconds = 120;

export interface Deployment {
  readonly release: string;
  readonly namespace: string;
  readonly chart: string;
  readonly values: Readonly<Record<string, unknown>>;
  /** Takes fields back that others have changed since. */
  readonly force?: boolean;
}

/** The toolchain's Helm as child processes, apart from the user's own Helm settings. */
export class Helm implements AsyncDisposable {
  readonly #binary: string;
  readonly #kubeconfig: string;
  readonly #folder: string;

  private constructor(binary: string, kubeconfig: string, folder: string) {
    this.#binary = binary;
    this.#kubeconfig = kubeconfig;
    this.#folder = folder;
  }

  static async open(binary: string, kubeconfig: string): Promise<Helm> {
    return new Helm(binary, kubeconfig, await mkdtemp(join(tmpdir(), 'seatrial-helm-')));
  }

  /** Installs the release, or upgrades it; waits for no pods and leaves CRDs alone. Answers Helm's revision. */
  async deploy(of: Deployment, signal: AbortSignal): Promise<number> {
    const file = join(this.#folder, `${of.release}.json`);
    await writeFile(file, JSON.stringify(of.values));
    const { release, chart, namespace } = of;
    const what = ['upgrade', release, chart, '--install', '--skip-crds', '--namespace', namespace];
    const force = of.force ? ['--force-conflicts'] : [];
    const out = await this.#run([...what, ...force, '--values', file, '--output', 'json'], signal);
    return (JSON.parse(out) as { version: number }).version;
  }

  /** Removes a release with its history; one that is not there is no trouble. */
  async remove(release: string, namespace: string): Promise<void> {
    await this.#run(['uninstall', release, '--namespace', namespace, '--ignore-not-found', '--no-hooks']);
  }

  async #run(args: readonly string[], signal?: AbortSignal): Promise<string> {
    const home = (name: string): string => join(this.#folder, name);
    try {
      const { stdout } = await run(this.#binary, [...args], {
        timeout: commandSeconds * 1000,
        maxBuffer: 64 * 1024 * 1024,
        ...(signal && { signal }),
        env: {
          PATH: process.env.PATH,
          HOME: this.#folder,
          KUBECONFIG: this.#kubeconfig,
          HELM_CACHE_HOME: home('cache'),
          HELM_CONFIG_HOME: home('config'),
          HELM_DATA_HOME: home('data'),
        },
      });
      return stdout;
    } catch (cause) {
      signal?.throwIfAborted();
      const said = String((cause as { stderr?: string }).stderr || (cause as Error).message).trim();
      const sentence = said
        .slice(Math.max(0, said.lastIndexOf('Error: ')))
        .replace(/^Error: /, '')
        .replace(/\s*\n\s*/g, ' ');
      throw new CliError('unavailable', `Helm could not ${args[0]} ${args[1]}: ${sentence}.`, cause);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }
}

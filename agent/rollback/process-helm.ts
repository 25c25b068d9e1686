import { execFile } from 'node:child_process';
import { z } from 'zod';
import { type Helm, helmRevision } from './helm.ts';

const commandSeconds = 300;
const history = z.array(helmRevision);

/** Helm as a child process; it finds the cluster by itself, as it does for a person. */
export class ProcessHelm implements Helm {
  readonly #binary: string;
  readonly #where: readonly string[];
  readonly #release: string;

  constructor(binary: string, namespace: string, release: string) {
    this.#binary = binary;
    this.#where = ['--namespace', namespace];
    this.#release = release;
  }

  async history() {
    const told = await this.#run([
      'history',
      this.#release,
      ...this.#where,
      '--max',
      '256',
      '--output',
      'json',
    ]);
    if (!told.ok) throw new Error(`helm history: ${told.reason}`);
    return history.parse(JSON.parse(told.text));
  }

  async rollback(revision: number, description: string) {
    // Helm before 4.2 writes its own description.
    const help = await this.#run(['rollback', '--help']);
    const described = help.ok && help.text.includes('--description') ? ['--description', description] : [];
    const args = [
      'rollback',
      this.#release,
      String(revision),
      ...this.#where,
      '--timeout',
      `${commandSeconds - 30}s`,
    ];
    const told = await this.#run([...args, ...described, ...(await this.#forced())]);
    return told.ok ? { ok: true as const } : told;
  }

  /**
   * Applied by the server, an object whose field somebody else wrote since (an autoscaler the replicas) is a conflict,
   * and the rollback would end half-way. What it goes back to is what was verified, so it takes the fields.
   */
  async #forced(): Promise<string[]> {
    const told = await this.#run(['get', 'metadata', this.#release, ...this.#where, '--output', 'json']);
    const byServer = told.ok && /"applyMethod":\s*"(ssa|server)/.test(told.text);
    return byServer ? ['--force-conflicts'] : [];
  }

  #run(args: readonly string[]): Promise<{ ok: true; text: string } | { ok: false; reason: string }> {
    return new Promise((resolve) => {
      const limits = { timeout: commandSeconds * 1000, maxBuffer: 4 * 1024 * 1024 };
      execFile(this.#binary, [...args], limits, (error, stdout, stderr) => {
        if (!error) return resolve({ ok: true, text: stdout });
        const said = stderr.trim().split('\n').at(-1) || error.message;
        resolve({ ok: false, reason: said.slice(0, 500) });
      });
    });
  }
}

import type { LoadClock } from '../clock.ts';
import type { LoadJobSpec, LoadJobState, LoadPod, PodFleet, PodReply } from '../pod-fleet.ts';
import type { LoadRecord } from '../records.ts';

/** Time that passes only when somebody sleeps. */
export class FakeClock implements LoadClock {
  #now = 0;
  now = () => this.#now;
  date = () => new Date(this.#now);
  sleep = async (ms: number): Promise<void> => {
    this.#now += ms;
    await Promise.resolve();
  };
}

/** A cluster with one load Job at most, whose pod tells one more of its records at each question. */
export class FakeFleet implements PodFleet {
  readonly calls: string[] = [];
  readonly specs: LoadJobSpec[] = [];
  records: readonly LoadRecord[] = [];
  /** How many of the records there are by now. */
  told = 0;
  pod: Partial<LoadPod> = {};
  job: Partial<LoadJobState> = {};
  exists = false;
  /** Calls that fail from now on, by name. */
  readonly broken = new Set<string>();

  #called(name: string): void {
    this.calls.push(name);
    if (this.broken.has(name)) throw new Error(`${name} timed out`);
  }

  async createJobIfAbsent(spec: LoadJobSpec): Promise<'created' | 'exists'> {
    this.#called('create');
    this.specs.push(spec);
    if (this.exists) return 'exists';
    this.exists = true;
    return 'created';
  }

  async jobState(): Promise<LoadJobState | undefined> {
    this.#called('state');
    if (!this.exists) return undefined;
    const pod: LoadPod = { name: 'p', index: 0, uid: 'u', phase: 'Running', ip: '10.0.0.9', ...this.pod };
    return { status: 'active', completions: 1, pods: [pod], ...this.job };
  }

  async fetch(_: LoadPod, { method, path }: { method: string; path: string }): Promise<PodReply> {
    this.#called(`${method} ${path.split('?')[0]}`);
    if (path === '/stop') this.told = this.records.length;
    if (method === 'POST') return { status: 204, body: '' };
    this.told = Math.min(this.told + 1, this.records.length);
    const from = Number(new URL(path, 'http://pod').searchParams.get('from'));
    const lines = this.records.slice(0, this.told).filter(({ seq }) => seq >= from);
    return { status: 200, body: lines.map((line) => `${JSON.stringify(line)}\n`).join('') };
  }

  async deleteJob(): Promise<void> {
    this.#called('delete');
    this.exists = false;
  }
}

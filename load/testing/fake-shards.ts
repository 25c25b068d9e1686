import type { LoadJobSpec, LoadJobState, LoadPod, PodFleet, PodReply, PodRequest } from '../pod-fleet.ts';
import type { LoadRecord } from '../records.ts';
import type { FakeClock } from './fake-fleet.ts';

/** One pod of a made-up Job: it waits at its gate, tells its records one by one, and can be stopped. */
export class FakePod {
  readonly pod: LoadPod;
  readonly records: LoadRecord[];
  /** How many of the records there are by now. */
  told = 0;
  /** What the API says of it besides. */
  state: Partial<LoadPod> | 'gone' = {};
  clockAheadMs = 0;
  /** The moments at which it was told to begin, by round, in its own time. */
  readonly went = new Map<number, number>();
  stopped = false;
  acked = false;
  unreachable = false;

  constructor(index: number, records: readonly LoadRecord[]) {
    this.pod = { name: `load-${index}`, uid: `u${index}`, index, phase: 'Running', ip: `10.0.0.${index}` };
    this.records = [...records];
  }

  /** It waits before its first record, and after each level. */
  get waiting(): number {
    const before = this.records[this.told - 1];
    if (this.stopped || this.told >= this.records.length) return -1;
    if (this.told === 0) return this.went.has(0) ? -1 : 0;
    if (before?.kind !== 'level') return -1;
    return this.went.has(before.level + 1) ? -1 : before.level + 1;
  }

  /** Ends now, as the engine does when it is told to stop. */
  end(reason: string, wall: string): void {
    if (this.records[this.told - 1]?.kind === 'end') return;
    this.records.splice(this.told);
    this.records.push({ kind: 'end', seq: this.told, wall, status: 'aborted', reason, requests: this.told });
    this.told++;
    this.stopped = true;
  }
}

/** A cluster with one load Job of several pods. */
export class FakeShards implements PodFleet {
  readonly pods: readonly FakePod[];
  readonly clock: FakeClock;
  readonly specs: LoadJobSpec[] = [];
  deleted = 0;
  exists = false;
  job: Partial<LoadJobState> = {};

  constructor(clock: FakeClock, pods: readonly FakePod[]) {
    this.clock = clock;
    this.pods = pods;
  }

  async createJobIfAbsent(spec: LoadJobSpec): Promise<'created' | 'exists'> {
    this.specs.push(spec);
    if (this.exists) return 'exists';
    this.exists = true;
    return 'created';
  }

  async jobState(): Promise<LoadJobState | undefined> {
    if (!this.exists) return undefined;
    const pods = this.pods.flatMap(({ pod, state }) => (state === 'gone' ? [] : [{ ...pod, ...state }]));
    return { status: 'active', completions: this.pods.length, pods, ...this.job };
  }

  async fetch({ index }: LoadPod, { path, body }: PodRequest): Promise<PodReply> {
    const pod = this.pods[index]!;
    if (pod.unreachable || pod.state === 'gone') throw new Error('connect timed out');
    const now = new Date(this.clock.date().getTime() + pod.clockAheadMs);
    if (path === '/healthz')
      return { status: 200, body: JSON.stringify({ now: now.toISOString(), waiting: pod.waiting }) };
    if (path === '/stop') pod.end('the load was stopped', now.toISOString());
    if (path === '/ack') pod.acked = true;
    if (path === '/go') {
      const { round, at } = JSON.parse(body ?? '{}') as { round: number; at: string };
      if (!pod.went.has(round)) pod.went.set(round, Date.parse(at));
    }
    if (!path.startsWith('/records')) return { status: 200, body: '' };
    if (pod.waiting < 0 && !pod.stopped) pod.told = Math.min(pod.told + 1, pod.records.length);
    const from = Number(new URL(path, 'http://pod').searchParams.get('from'));
    const lines = pod.records.slice(0, pod.told).filter(({ seq }) => seq >= from);
    return { status: 200, body: lines.map((line) => `${JSON.stringify(line)}\n`).join('') };
  }

  async deleteJob(): Promise<void> {
    this.deleted++;
    this.exists = false;
  }
}

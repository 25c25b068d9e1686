import { randomUUID } from 'node:crypto';
import type { FaultBoard } from '../faults/fault-board.ts';
import type { Directory } from './directory.ts';
import type { Store, Transcript } from './store.ts';

const limitMs = 30_000;

/** The jobs of the batch API: made, worked on, kept, removed. */
export class Transcripts {
  readonly #store: Store;
  readonly #directory: Directory;
  readonly #faults: FaultBoard;
  #saving: Promise<void> = Promise.resolve();
  #jobs: Transcript[];

  constructor(store: Store, jobs: readonly Transcript[], directory: Directory, faults: FaultBoard) {
    this.#store = store;
    this.#jobs = [...jobs];
    this.#directory = directory;
    this.#faults = faults;
  }

  list(): readonly Transcript[] {
    return this.#faults.find('data-lost') ? [] : this.#jobs;
  }

  find(id: string): Transcript | undefined {
    return this.#jobs.find((job) => job.id === id);
  }

  /** Takes the job and works on it; the answer is the job as it begins. */
  async create(audio: Buffer, model: string): Promise<Transcript> {
    const job: Transcript = {
      id: `tr_${randomUUID().replaceAll('-', '').slice(0, 16)}`,
      object: 'transcript',
      status: 'queued',
      created: new Date().toISOString(),
      model,
      text: null,
      duration: null,
    };
    this.#jobs = [...this.#jobs, job];
    await this.#save();
    void this.#work(job, audio);
    return job;
  }

  async remove(id: string): Promise<boolean> {
    const there = this.find(id) !== undefined;
    this.#jobs = this.#jobs.filter((job) => job.id !== id);
    if (there) await this.#save();
    return there;
  }

  async #work(job: Transcript, audio: Buffer): Promise<void> {
    const done = await this.#transcribe(job, audio).catch(
      (): Partial<Transcript> => ({ status: 'failed', text: null }),
    );
    this.#jobs = this.#jobs.map((one) => (one.id === job.id ? { ...one, ...done } : one));
    await this.#save().catch(() => {});
  }

  async #transcribe(job: Transcript, audio: Buffer): Promise<Partial<Transcript>> {
    if (this.#faults.find('transcripts-fail')) return { status: 'failed' };
    const pool = this.#directory.pools.find(({ models }) => models.includes(job.model));
    if (!pool) return { status: 'failed' };
    const answer = await fetch(`${pool.url}/internal/transcribe`, {
      method: 'POST',
      body: new Uint8Array(audio),
      signal: AbortSignal.timeout(limitMs),
    });
    if (!answer.ok) return { status: 'failed' };
    const { text, duration } = (await answer.json()) as { text: string; duration: number };
    return { status: 'completed', text, duration };
  }

  /** One write after the other, each of what is there then. */
  #save(): Promise<void> {
    const next = this.#saving.then(() => this.#store.save({ 'transcripts.json': this.#jobs }));
    this.#saving = next.catch(() => {});
    return next;
  }
}

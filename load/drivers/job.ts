import { type LoadClock, systemClock } from '../clock.ts';
import type { Ending } from '../collector.ts';
import { RecordCollector } from '../collector.ts';
import type { LoadDriver, LoadRunOptions } from '../driver.ts';
import type { LoadPlan } from '../plan.ts';
import { indexVariable, type LoadJobSpec, type PodEnv, type PodFleet } from '../pod-fleet.ts';
import type { LoadResult } from '../result.ts';
import { streamScript } from '../scripts/stream.ts';
import { mergeShards } from '../shards/merge.ts';
import { JobFollower } from './job-follower.ts';
import { jobName } from './job-name.ts';
import { deadlineSeconds, engineInput, k6Arguments, k6Environment } from './k6-command.ts';
import { LoadPodReader } from './load-pod-reader.ts';

export type JobDriverOptions = {
  readonly fleet: PodFleet;
  /** The image of k6 with our extension; its entry point is k6. */
  readonly image: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** The API key's variable among others, from a Secret. */
  readonly env?: readonly PodEnv[];
  /** Of each pod. */
  readonly resources?: LoadJobSpec['resources'];
  /** How many pods make the load together, each its share of every level; 1 unless given. */
  readonly shards?: number;
  readonly clock?: LoadClock;
  /** How long the pod may take until it serves its records. */
  readonly startSeconds?: number;
  /** How long the pod keeps its records for a reader that was killed, after the end. */
  readonly lingerSeconds?: number;
};

const port = 6565;
const filesPath = '/etc/seatrial';
/** How much longer a pod waits for go than we wait for the last pod. */
const gateSpareSeconds = 30;
/** A ConfigMap holds 1 MiB in all. */
const filesMost = 1_000_000;

/**
 * Runs load as a Job, outside of the caller's own limits, and reads its records from the Job's pods. A run with the
 * same id finds the same Job again and reads it from its first record; its result is the same.
 */
export class JobDriver implements LoadDriver {
  readonly #options: JobDriverOptions;

  constructor(options: JobDriverOptions) {
    this.#options = options;
  }

  async run(plan: LoadPlan, { id, signal, onProgress }: LoadRunOptions): Promise<LoadResult> {
    const { fleet, startSeconds = 120, shards = 1 } = this.#options;
    const clock = this.#options.clock ?? systemClock;
    const startedAt = clock.date();
    const readers = Array.from(
      { length: shards },
      (_, index) => new LoadPodReader(index, new RecordCollector(plan, id), { fleet, clock, port }),
    );
    const done = (ending: Ending) => {
      const times = { startedAt, finishedAt: clock.date() };
      return shards === 1
        ? readers[0]!.collector.result(times, ending)
        : mergeShards(plan, id, readers, times, ending);
    };
    const input = engineInput(plan, id);
    if ('problem' in input) return done({ status: 'partial', reason: input.problem });
    const bytes = Buffer.byteLength(input.text);
    if (bytes > filesMost)
      return done({
        status: 'partial',
        reason: `the plan has ${bytes} bytes, and a ConfigMap holds ${filesMost}`,
      });
    const name = jobName(id);
    const limits = { startSeconds, runSeconds: deadlineSeconds(plan) };
    const follower = new JobFollower({ fleet, clock, readers, onProgress, limits });
    try {
      const created = await follower.patiently(
        () => fleet.createJobIfAbsent(this.#spec(name, plan, input.text), signal),
        signal,
      );
      if (!created.ok) return done(created.ending);
      return done(await follower.follow(name, id, signal));
    } finally {
      // The Job's own deadline and TTL end it where this does not get through.
      await fleet.deleteJob(name).catch(() => undefined);
    }
  }

  #spec(name: string, plan: LoadPlan, input: string): LoadJobSpec {
    const { image, labels = {}, env = [], lingerSeconds = 600 } = this.#options;
    const { startSeconds = 120, shards = 1 } = this.#options;
    const value = (name: string, value: string): PodEnv => ({ name, value });
    return {
      name,
      pods: shards,
      image,
      args: k6Arguments(`${filesPath}/stream.js`),
      env: [
        ...env,
        ...Object.entries(k6Environment).map(([name, text]) => value(name, text)),
        value('SEATRIAL_INPUT', `${filesPath}/input.json`),
        value('SEATRIAL_LISTEN', `:${port}`),
        value('SEATRIAL_LINGER', `${lingerSeconds}s`),
        ...(shards === 1
          ? []
          : [
              value('SEATRIAL_SEGMENT', `$(${indexVariable})/${shards}`),
              value('SEATRIAL_GATE', `${startSeconds + gateSpareSeconds}s`),
            ]),
      ],
      files: { 'stream.js': streamScript, 'input.json': input },
      filesPath,
      resources: this.#options.resources ?? {
        requests: { cpu: '500m', memory: '128Mi' },
        limits: { cpu: '2', memory: '512Mi' },
      },
      labels: { 'app.kubernetes.io/name': 'seatrial-load', ...labels },
      port,
      deadlineSeconds: deadlineSeconds(plan) + lingerSeconds + startSeconds + gateSpareSeconds,
      ttlSeconds: 300,
    };
  }
}

import { type LoadClock, systemClock } from '../clock.ts';
import type { Ending } from '../collector.ts';
import { RecordCollector } from '../collector.ts';
import type { LoadDriver, LoadRunOptions } from '../driver.ts';
import type { LoadPlan } from '../plan.ts';
import type { LoadJobSpec, PodEnv, PodFleet } from '../pod-fleet.ts';
import type { LoadResult } from '../result.ts';
import { streamScript } from '../scripts/stream.ts';
import { JobFollower } from './job-follower.ts';
import { jobName } from './job-name.ts';
import { deadlineSeconds, engineInput, k6Arguments, k6Environment } from './k6-command.ts';

export type JobDriverOptions = {
  readonly fleet: PodFleet;
  /** The image of k6 with our extension; its entry point is k6. */
  readonly image: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** The API key's variable among others, from a Secret. */
  readonly env?: readonly PodEnv[];
  readonly resources?: LoadJobSpec['resources'];
  readonly clock?: LoadClock;
  /** How long the pod may take until it serves its records. */
  readonly startSeconds?: number;
  /** How long the pod keeps its records for a reader that was killed, after the end. */
  readonly lingerSeconds?: number;
};

const port = 6565;
const filesPath = '/etc/seatrial';

/**
 * Runs load as a Job of one pod, outside of the caller's own limits, and reads its records from the pod. A run
 * with the same id finds the same Job again and reads it from its first record; its result is the same.
 */
export class JobDriver implements LoadDriver {
  readonly #options: JobDriverOptions;

  constructor(options: JobDriverOptions) {
    this.#options = options;
  }

  async run(plan: LoadPlan, { id, signal, onProgress }: LoadRunOptions): Promise<LoadResult> {
    const { fleet, startSeconds = 120 } = this.#options;
    const clock = this.#options.clock ?? systemClock;
    const startedAt = clock.date();
    const collector = new RecordCollector(plan, id);
    const done = (ending: Ending) => collector.result({ startedAt, finishedAt: clock.date() }, ending);
    const input = engineInput(plan, id);
    if ('problem' in input) return done({ status: 'partial', reason: input.problem });
    const name = jobName(id);
    const limits = { startSeconds, runSeconds: deadlineSeconds(plan) };
    const follower = new JobFollower({ fleet, clock, port, collector, onProgress, limits });
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
    const { image, labels = {}, env = [], lingerSeconds = 600, startSeconds = 120 } = this.#options;
    const value = (name: string, value: string): PodEnv => ({ name, value });
    return {
      name,
      image,
      args: k6Arguments(`${filesPath}/stream.js`),
      env: [
        ...env,
        ...Object.entries(k6Environment).map(([name, text]) => value(name, text)),
        value('SEATRIAL_INPUT', `${filesPath}/input.json`),
        value('SEATRIAL_LISTEN', `:${port}`),
        value('SEATRIAL_LINGER', `${lingerSeconds}s`),
      ],
      files: { 'stream.js': streamScript, 'input.json': input },
      filesPath,
      resources: this.#options.resources ?? {
        requests: { cpu: '500m', memory: '128Mi' },
        limits: { cpu: '2', memory: '512Mi' },
      },
      labels: { 'app.kubernetes.io/name': 'seatrial-load', ...labels },
      port,
      deadlineSeconds: deadlineSeconds(plan) + lingerSeconds + startSeconds,
      ttlSeconds: 300,
    };
  }
}

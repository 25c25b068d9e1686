import type { AuditBounds } from './audit.ts';
import type { LoadProgress } from './driver.ts';
import { decodeHistogram, mergeHistograms, quantile } from './histogram.ts';
import { levelResult, type MeasuredLevel } from './level-result.ts';
import { type LoadPlan, plannedSeconds, rateOf } from './plan.ts';
import { protocols } from './protocols/index.ts';
import type { EndRecord, IntervalRecord, LevelRecord, LoadRecord, StartRecord } from './records.ts';
import type { LevelResult, LoadResult } from './result.ts';
import { mergeTallies } from './tally.ts';

type OpenLevel = { streams: number; window: number; tallies: IntervalRecord['tally'][]; wall?: string };

/** How a run ended, where the engine did not say so itself. */
export type Ending = {
  readonly status: LoadResult['status'];
  readonly reason?: string | undefined;
  readonly guard?: LoadResult['stoppedBy'];
  readonly background?: LoadResult['background'];
  /** Requests that are missing in the requests file. */
  readonly linesLost?: number | undefined;
};

/**
 * Turns the engine's records into progress and a result. What it holds does not grow with the run: a level's
 * intervals are summed up when there are many of them, and dropped for the engine's own sum.
 */
export class RecordCollector {
  readonly #plan: LoadPlan;
  readonly #id: string;
  #start: StartRecord | undefined;
  #end: EndRecord | undefined;
  #next = 0;
  readonly #closed = new Map<number, LevelRecord>();
  readonly #open = new Map<number, OpenLevel>();

  constructor(plan: LoadPlan, id: string) {
    this.#plan = plan;
    this.#id = id;
  }

  /** Number of the first record that is still wanted. */
  get next(): number {
    return this.#next;
  }

  get started(): boolean {
    return this.#start !== undefined;
  }

  get ended(): boolean {
    return this.#end !== undefined;
  }

  /** The id of the run that the records are of, once known. */
  get run(): string | undefined {
    return this.#start?.run;
  }

  /** Takes one record in; those that were seen already change nothing. */
  add(record: LoadRecord): LoadProgress | undefined {
    if (record.kind === 'reset') {
      this.#next = 0;
      this.#closed.clear();
      this.#open.clear();
      return undefined;
    }
    if (record.seq < this.#next && record.kind !== 'snapshot') return undefined;
    this.#next = Math.max(this.#next, record.seq + 1);
    switch (record.kind) {
      case 'start':
        this.#start = record;
        return undefined;
      case 'interval':
        return this.#interval(record);
      case 'snapshot': {
        const { streams, window, tally, wall } = record;
        this.#open.set(record.level, { streams, window, tallies: [tally], ...(wall ? { wall } : {}) });
        return undefined;
      }
      case 'level':
        this.#open.delete(record.level);
        this.#closed.set(record.level, record);
        return undefined;
      case 'end':
        this.#end = record;
        return undefined;
    }
  }

  #interval(record: IntervalRecord): LoadProgress {
    const { level, streams, window, tally } = record;
    const open = this.#open.get(level) ?? { streams: 0, window, tallies: [] };
    open.window = window;
    // Of an open loop they are counted anew in each interval.
    if (record.rate === undefined) open.streams = streams;
    else if (record.phase !== 'warmup') open.streams = Math.max(open.streams, streams);
    open.tallies.push(tally);
    if (open.tallies.length > 30) open.tallies = [mergeTallies(open.tallies)!];
    this.#open.set(level, open);
    const median = (id: string) => {
      const parts = open.tallies.flatMap(({ histograms }) => histograms[id] ?? []);
      return parts.length > 0 ? quantile(decodeHistogram(mergeHistograms(parts)), 0.5) : undefined;
    };
    const ttfa = median('ttfa');
    const ttft = median('ttft');
    const rtf = median('rtf');
    const own = median('own_delay');
    const sum = (key: 'complete' | 'failed') => open.tallies.reduce((n, { counts }) => n + counts[key], 0);
    return {
      level,
      streams,
      ...(record.rate === undefined ? {} : { rate: record.rate }),
      phase: record.phase,
      elapsedSeconds: record.at,
      plannedSeconds: plannedSeconds(this.#plan),
      complete: sum('complete'),
      failed: sum('failed'),
      ...(ttfa === undefined ? {} : { ttfaP50Ms: ttfa / 1000 }),
      ...(ttft === undefined ? {} : { ttftP50Ms: ttft / 1000 }),
      ...(rtf === undefined ? {} : { rtfP50: rtf / 1e6 }),
      ...(own === undefined ? {} : { ownDelayP50Ms: own / 1000 }),
      ...(sum('failed') === 0 ? {} : { statuses: sumOf(open.tallies.map(({ statuses }) => statuses)) }),
    };
  }

  /** The first record, once it was read. */
  get start(): StartRecord | undefined {
    return this.#start;
  }

  /** The last record, once it was read. */
  get end(): EndRecord | undefined {
    return this.#end;
  }

  /** What is known of a level of the plan by now; undefined before its first interval. */
  measured(index: number): MeasuredLevel | undefined {
    const clock = this.#start?.clock ?? 'user-space';
    const output = protocols.get(this.#plan.target.protocol)?.output.kind;
    const rate = rateOf(this.#plan.levels[index]!, this.#plan.measureSeconds);
    const closed = this.#closed.get(index);
    if (closed) {
      const { streams, complete, window, wall, tally } = closed;
      const startedAt = wall ?? undefined;
      return { streams, output, rate, complete, windowSeconds: window, startedAt, clock, tally };
    }
    const open = this.#open.get(index);
    const tally = mergeTallies(open?.tallies ?? []);
    if (!open || !tally) return undefined;
    const { streams, window, wall } = open;
    return { streams, output, rate, complete: false, windowSeconds: window, startedAt: wall, clock, tally };
  }

  /** The result of what was taken in; `ending` says why, unless the engine has. */
  result(times: { startedAt: Date; finishedAt: Date }, ending: Ending, bounds?: AuditBounds): LoadResult {
    const levels = this.#plan.levels.flatMap((_, index) => {
      const known = this.measured(index);
      return known ? [levelResult(known, bounds)] : [];
    });
    return assembleResult(this.#plan, this.#id, {
      ending: this.#end ?? ending,
      ...(this.#end ? { requests: this.#end.requests } : {}),
      engine: this.#start?.engine,
      startedAt: this.#start?.wall ?? times.startedAt.toISOString(),
      finishedAt: this.#end?.wall ?? times.finishedAt.toISOString(),
      levels,
    });
  }
}

/** What a result is made of, besides its plan. */
export type ResultParts = {
  readonly ending: Ending;
  readonly requests?: number;
  readonly engine: string | undefined;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly levels: LevelResult[];
};

/** A result is `complete` only with every level measured to its end. */
export function assembleResult(plan: LoadPlan, id: string, parts: ResultParts): LoadResult {
  const { ending, requests, engine = 'unknown', startedAt, finishedAt, levels } = parts;
  const whole = levels.length === plan.levels.length && levels.every(({ status }) => status === 'complete');
  const status = ending.status === 'complete' && !whole ? 'partial' : ending.status;
  const reason =
    ending.reason ?? (status === 'partial' ? 'not every level was measured to its end' : undefined);
  return {
    version: 1,
    id,
    status,
    ...(reason === undefined ? {} : { reason }),
    ...(ending.guard ? { stoppedBy: ending.guard } : {}),
    ...(ending.background ? { background: ending.background } : {}),
    target: { url: withoutCredentials(plan.target.url), protocol: plan.target.protocol },
    workload: plan.workload.name,
    ...(requests === undefined ? {} : { requests }),
    ...(ending.linesLost ? { linesLost: ending.linesLost } : {}),
    engine: { name: 'k6', version: engine },
    startedAt,
    finishedAt,
    levels,
  };
}

function sumOf(counts: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const [key, value] of counts.flatMap((one) => Object.entries(one))) sum[key] = (sum[key] ?? 0) + value;
  return sum;
}

function withoutCredentials(address: string): string {
  const url = new URL(address);
  url.username = '';
  url.password = '';
  return url.href;
}

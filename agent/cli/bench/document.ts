import { type Definition, measures, rates as ratesOfALevel } from '../../../load/definitions.ts';
import type { LoadLevel, LoadPlan } from '../../../load/plan.ts';
import { protocols } from '../../../load/protocols/index.ts';
import type { AuditFigures, LevelResult, LoadResult } from '../../../load/result.ts';
import { type Percentiles, percentilesOf } from './percentiles.ts';
import { type SnakeCase, snakeCase } from './snake-case.ts';

/** The figures of one level. Times in milliseconds; a key with a measure's definition says which. */
export interface LevelFigures {
  /** Service latency: request written → socket read that brought the first text, or first audio. */
  readonly ttft_ms: Percentiles;
  /** What this generator added itself; shown beside the first, and judged by the audit. */
  readonly own_delay_ms: Percentiles;
  /** From the intended start to the first text or audio handled: what a user feels, whoever is to blame. */
  readonly user_ttft_ms: Percentiles;
  /** Between two reads that brought content of one request. */
  readonly gap_ms: Percentiles;
  /** Started in the measured window. */
  readonly requests: number;
  /** Of these, the ones that did not end well, and how they ended. */
  readonly errors: number;
  readonly error_classes: Readonly<Record<string, number>>;
  /** Complete requests a second. */
  readonly rate: number | null;
  /** Requests a second that kept every service level, and their share of those that were started; null without any. */
  readonly goodput: number | null;
  readonly good_ratio: number | null;
  readonly audit: Judgement & Partial<SnakeCase<AuditFigures>>;
  /** What stamped the reads; null where there were none. */
  readonly clock: AuditFigures['clock'] | null;
}

/** Whether the generator can vouch for its own figures. */
interface Judgement {
  readonly valid: boolean;
  readonly reasons: readonly string[];
}

export interface LevelDocument extends LevelFigures {
  readonly load: LoadLevel;
  readonly audit: Judgement & SnakeCase<AuditFigures>;
  readonly status: LevelResult['status'];
  readonly window_s: number;
  readonly started_at?: string;
  readonly statuses: Readonly<Record<string, number>>;
  readonly error_samples: readonly string[];
  readonly counts: SnakeCase<LevelResult['counts']>;
  /** Every measure that has samples, by its id. */
  readonly measures: Readonly<Record<string, Percentiles>>;
  /** Numbers of the whole level by definition id, such as `chars_per_second`. */
  readonly rates: Readonly<Record<string, number>>;
  /** Measure id → HDR histogram V2, compressed, base64; they merge exactly with those of other runs. */
  readonly histograms: Readonly<Record<string, string>>;
}

/** What `seatrial bench -o json` prints. The figures at the top are those of the last level in `levels`. */
export interface BenchDocument extends LevelFigures {
  readonly version: 1;
  readonly seatrial: string;
  readonly engine: LoadResult['engine'];
  readonly id: string;
  readonly status: LoadResult['status'];
  readonly reason?: string;
  readonly target: LoadResult['target'];
  readonly workload: string;
  readonly seed: number;
  readonly slos: LoadPlan['slos'];
  readonly warmup_s: number;
  readonly duration_s: number;
  readonly timeout_s: number;
  readonly started_at: string;
  readonly finished_at: string;
  /** Sent in all, warm-up and cool-down included; null when the engine was lost. */
  readonly requests_sent: number | null;
  /** Requests that are missing in the file of `--records`. */
  readonly records_lost: number;
  readonly levels: readonly LevelDocument[];
  /** What each measure and rate in here means. */
  readonly definitions: Readonly<Record<string, Omit<Definition, 'id'>>>;
}

export function benchDocument(plan: LoadPlan, result: LoadResult, seatrial: string): BenchDocument {
  const levels = result.levels.map((level, index) => levelDocument(plan, index, level));
  const { reason } = result;
  return {
    version: 1,
    seatrial,
    engine: result.engine,
    id: result.id,
    status: result.status,
    ...(reason !== undefined && { reason }),
    target: result.target,
    workload: result.workload,
    seed: plan.workload.seed,
    slos: plan.slos,
    warmup_s: plan.warmupSeconds,
    duration_s: plan.measureSeconds,
    timeout_s: plan.requestTimeoutSeconds,
    started_at: result.startedAt,
    finished_at: result.finishedAt,
    requests_sent: result.requests ?? null,
    records_lost: result.linesLost ?? 0,
    ...figuresOf(levels.at(-1)),
    levels,
    definitions: meanings(levels),
  };
}

function levelDocument(plan: LoadPlan, index: number, level: LevelResult): LevelDocument {
  const first = protocols.get(plan.target.protocol)?.output.kind === 'audio' ? 'ttfa' : 'ttft';
  const { histograms, counts, audit, validity, scalars } = level;
  const rates = Object.fromEntries(
    scalars
      .filter(({ definition }) => Object.hasOwn(ratesOfALevel, definition))
      .map(({ definition, value }) => [definition, value]),
  );
  const of = (id: string): Percentiles => percentilesOf(id, level);
  const judged = plan.slos.length > 0;
  return {
    load: plan.levels[index]!,
    status: level.status,
    window_s: level.windowSeconds,
    ...(level.startedAt !== undefined && { started_at: level.startedAt }),
    ttft_ms: of(first),
    own_delay_ms: of('own_delay'),
    user_ttft_ms: of(`user_${first}`),
    gap_ms: of('gap'),
    requests: counts.started,
    errors: counts.failed,
    error_classes: level.errors as Readonly<Record<string, number>>,
    rate: rates.requests_per_second ?? null,
    goodput: (judged ? rates.goodput : null) ?? null,
    good_ratio: (judged ? rates.good_ratio : null) ?? null,
    statuses: level.statuses,
    error_samples: level.errorSamples,
    counts: snakeCase(counts),
    audit: { valid: validity.valid, reasons: validity.valid ? [] : validity.reasons, ...snakeCase(audit) },
    clock: audit.clock,
    measures: Object.fromEntries(Object.keys(histograms).map((id) => [id, of(id)])),
    rates,
    histograms,
  };
}

/** The figures of a level, without what only a level has; those of nothing where nothing was measured. */
function figuresOf(level: LevelDocument | undefined): LevelFigures {
  if (!level) return nothing;
  return Object.fromEntries(
    Object.keys(nothing).map((key) => [key, level[key as keyof LevelFigures]]),
  ) as unknown as LevelFigures;
}

const nothing: LevelFigures = {
  ttft_ms: percentilesOf('ttft', undefined),
  own_delay_ms: percentilesOf('own_delay', undefined),
  user_ttft_ms: percentilesOf('user_ttft', undefined),
  gap_ms: percentilesOf('gap', undefined),
  requests: 0,
  errors: 0,
  error_classes: {},
  rate: null,
  goodput: null,
  good_ratio: null,
  audit: { valid: false, reasons: ['nothing was measured'] },
  clock: null,
};

function meanings(levels: readonly LevelDocument[]): BenchDocument['definitions'] {
  const known: Readonly<Record<string, Definition>> = { ...measures, ...ratesOfALevel };
  const used = new Set(
    levels.flatMap((level) => [...Object.keys(level.measures), ...Object.keys(level.rates)]),
  );
  return Object.fromEntries(
    Object.entries(known)
      .filter(([id]) => used.has(id))
      .map(([id, { id: _, ...meaning }]) => [id, meaning]),
  );
}

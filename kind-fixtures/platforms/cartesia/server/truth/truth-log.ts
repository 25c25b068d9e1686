import { type Quantiles, quantiles } from './quantiles.ts';
import type { TruthRecord } from './truth-record.ts';

const CAPACITY = 20_000;

export interface TruthFilter {
  readonly run?: string | undefined;
  /** Epoch ms, inclusive. */
  readonly since?: number | undefined;
  /** Epoch ms, exclusive. */
  readonly until?: number | undefined;
}

/** The records that a filter chose, and exact figures over them. */
export interface TruthReport {
  readonly kept: number;
  readonly dropped: number;
  readonly selected: number;
  readonly outcomes: Record<string, number>;
  readonly faults: Record<string, number>;
  readonly perWorker: Record<string, number>;
  /** Over whole requests, in ms, or as named. */
  readonly ttfaIntendedMs: Quantiles | undefined;
  readonly ttfaActualMs: Quantiles | undefined;
  readonly doneActualMs: Quantiles | undefined;
  readonly queueMs: Quantiles | undefined;
  readonly maxGapMs: Quantiles | undefined;
  readonly maxLatenessMs: Quantiles | undefined;
  readonly level: Quantiles | undefined;
  readonly rtf: Quantiles | undefined;
  readonly audioSeconds: number;
  readonly chars: number;
  readonly bytes: number;
  /** Epoch ms from the first arrival to the last end. */
  readonly window: { readonly from: number; readonly to: number } | undefined;
  /** Characters of whole requests over the window. */
  readonly charsPerSecond: number | undefined;
}

/** The last 20,000 requests of this pod. */
export class TruthLog {
  #records: TruthRecord[] = [];
  #next = 0;
  #dropped = 0;

  add(record: TruthRecord): void {
    if (this.#records.length < CAPACITY) {
      this.#records.push(record);
      return;
    }
    this.#records[this.#next] = record;
    this.#next = (this.#next + 1) % CAPACITY;
    this.#dropped += 1;
  }

  reset(): void {
    this.#records = [];
    this.#next = 0;
    this.#dropped = 0;
  }

  /** Oldest first. */
  select(filter: TruthFilter): TruthRecord[] {
    const ordered = [...this.#records.slice(this.#next), ...this.#records.slice(0, this.#next)];
    return ordered.filter(
      ({ run, at }) =>
        (filter.run === undefined || run === filter.run) &&
        (filter.since === undefined || at >= filter.since) &&
        (filter.until === undefined || at < filter.until),
    );
  }

  report(filter: TruthFilter): TruthReport {
    const all = this.select(filter);
    const whole = all.filter(({ outcome }) => outcome === 'whole');
    const of = (pick: (record: TruthRecord) => number | undefined) =>
      quantiles(whole.map(pick).filter((value) => value !== undefined));
    const chars = whole.reduce((sum, record) => sum + record.chars, 0);
    const window = windowOf(all);
    return {
      kept: this.#records.length,
      dropped: this.#dropped,
      selected: all.length,
      outcomes: count(all.map(({ outcome }) => outcome)),
      faults: count(all.flatMap(({ faults }) => faults)),
      perWorker: count(all.flatMap(({ worker }) => worker ?? [])),
      ttfaIntendedMs: of((record) => record.ttfaIntendedMs),
      ttfaActualMs: of((record) => record.ttfaActualMs),
      doneActualMs: of((record) => record.doneActualMs),
      queueMs: of((record) => record.queueMs),
      maxGapMs: of((record) => record.maxGapMs),
      maxLatenessMs: of((record) => record.maxLatenessMs),
      level: of((record) => record.level),
      rtf: of((record) => record.doneActualMs / 1000 / record.audioSeconds),
      audioSeconds: all.reduce((sum, record) => sum + record.audioSeconds, 0),
      chars,
      bytes: all.reduce((sum, record) => sum + record.bytes, 0),
      window,
      charsPerSecond: window ? chars / ((window.to - window.from) / 1000) : undefined,
    };
  }
}

function windowOf(records: readonly TruthRecord[]): { from: number; to: number } | undefined {
  if (records.length === 0) return undefined;
  let from = Number.POSITIVE_INFINITY;
  let to = 0;
  for (const { at, doneActualMs } of records) {
    from = Math.min(from, at);
    to = Math.max(to, at + doneActualMs);
  }
  return { from, to };
}

function count(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { medianOf } from './comparison.ts';

/** One unchanged program, measured on several dates: what differs is noise, and no release is to blame. */
export type Dates = {
  readonly toolchain: string;
  readonly stamps: readonly string[];
  /** Of each benchmark the samples of each date, oldest first. */
  readonly benchmarks: readonly (readonly Float64Array[])[];
};

/**
 * Reads `toolchain,stamp,numhash,bench,runidx,nsop` (gzip): the toolchain that has most dates, and its benchmarks that
 * have samples on every one of them.
 */
export async function readDates(path: string): Promise<Dates> {
  const lines = gunzipSync(await readFile(path))
    .toString('utf8')
    .trim()
    .split('\n')
    .slice(1);
  const byToolchain = Map.groupBy(
    lines.map((line) => rowOf(line)),
    (row) => row.toolchain,
  );
  const stampsOf = (rows: Row[]) => [...new Set(rows.map((row) => row.stamp))].sort();
  const [first] = [...byToolchain]
    .map(([toolchain, rows]) => ({ toolchain, rows, stamps: stampsOf(rows) }))
    .sort((a, b) => b.stamps.length - a.stamps.length);
  if (first === undefined) throw new Error(`${path} has no rows`);
  const { toolchain, rows, stamps } = first;
  const benchmarks = [...Map.groupBy(rows, (row) => row.bench).values()].flatMap((ofOne) => {
    const byStamp = Map.groupBy(ofOne, (row) => row.stamp);
    if (byStamp.size < stamps.length) return [];
    return [stamps.map((stamp) => Float64Array.from(byStamp.get(stamp)!, (row) => row.value))];
  });
  return { toolchain, stamps, benchmarks };
}

type Row = {
  readonly toolchain: string;
  readonly stamp: string;
  readonly bench: string;
  readonly value: number;
};

/** Names of benchmarks may have commas. */
function rowOf(line: string): Row {
  const cells = line.trim().split(',');
  const value = Number(cells.at(-1));
  if (cells.length < 6 || !(value > 0)) throw new Error(`no row of benchmark data: ${line}`);
  return { toolchain: cells[0]!, stamp: cells[1]!, bench: cells.slice(3, -2).join(','), value };
}

/** The same with run-to-run noise times `factor`: each date's distance from the benchmark's mean grows, on the log scale. */
export function noisier(dates: Dates, factor: number): Dates {
  if (factor === 1) return dates;
  const benchmarks = dates.benchmarks.map((runs) => {
    const logs = runs.map((samples) => Math.log(medianOf(samples)));
    const mean = logs.reduce((sum, value) => sum + value, 0) / logs.length;
    return runs.map((samples, i) => scaled(samples, Math.exp((factor - 1) * (logs[i]! - mean))));
  });
  return { ...dates, benchmarks };
}

export const scaled = (samples: Float64Array, factor: number): Float64Array =>
  samples.map((value) => value * factor);

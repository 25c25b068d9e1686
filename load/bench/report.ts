import { readFile } from 'node:fs/promises';
import { cpus, release, totalmem } from 'node:os';
import type { BenchOptions } from './options.ts';
import type { Measured } from './run-case.ts';
import { legend, markdownTable, textTable } from './table.ts';

/** What a stored table has to say about where it comes from. */
export type Provenance = {
  readonly date: string;
  readonly machine: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly measureSeconds: number;
  readonly warmupSeconds: number;
};

export async function provenance(
  options: BenchOptions,
  versions: Readonly<Record<string, string>>,
): Promise<Provenance> {
  const model = /^model name\s*: (.*)$/m.exec(await readFile('/proc/cpuinfo', 'utf8'))?.[1] ?? 'unknown CPU';
  const memory = Math.round(totalmem() / 2 ** 30);
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: `${cpus().length} × ${model}, ${memory} GiB, Linux ${release()}`,
    versions,
    measureSeconds: options.measureSeconds,
    warmupSeconds: options.warmupSeconds,
  };
}

export function asText(rows: readonly Measured[]): string {
  const tables = [...byProtocol(rows)].map(([protocol, some]) => `${protocol}\n${textTable(some)}`);
  return [...tables, legend.join('\n')].join('\n\n');
}

export function asMarkdown(rows: readonly Measured[], from: Provenance): string {
  const tables = [...byProtocol(rows)].map(([protocol, some]) => `## ${protocol}\n\n${markdownTable(some)}`);
  const versions = Object.entries(from.versions).map(([name, version]) => `${name} ${version}`);
  const words = `Measured on ${from.date}: ${from.machine}; shared by client and server. ${from.measureSeconds} s for each row after ${from.warmupSeconds} s of warm-up. ${versions.join(', ')}.`;
  return `${['# How true load generators are', words, ...tables, legend.join(' ')].join('\n\n')}\n`;
}

const byProtocol = (rows: readonly Measured[]) => Map.groupBy(rows, ({ bench }) => bench.protocol);

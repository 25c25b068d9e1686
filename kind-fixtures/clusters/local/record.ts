import { readFile, rename, writeFile } from 'node:fs/promises';
import type { GpuOptions } from '../cluster.ts';
import type { Layout } from './layout.ts';
import type { ProcessIdentity } from './process-identity.ts';

/** What is known of a cluster across calls. */
export interface ClusterRecord {
  readonly name: string;
  readonly node: string;
  readonly slot: number;
  readonly phase: 'starting' | 'ready';
  /** The process that brings it up; of use only while `phase` is `starting`. */
  readonly starter: ProcessIdentity;
  readonly gpus: GpuOptions;
  readonly startedAt: string;
}

export async function readRecord(layout: Layout): Promise<ClusterRecord | undefined> {
  return readFile(layout.record, 'utf8').then(
    (text) => JSON.parse(text) as ClusterRecord,
    () => undefined,
  );
}

export async function writeRecord(layout: Layout, record: ClusterRecord): Promise<void> {
  const temporary = `${layout.record}.new`;
  await writeFile(temporary, JSON.stringify(record, null, 2));
  await rename(temporary, layout.record);
}

import { readdirSync, readFileSync } from 'node:fs';
import { type RunRecord, runRecord } from '../../suites/record/record.ts';

const folder = new URL('../testdata/', import.meta.url);

/** A stored record by the name of its voyage, checked against today's schema. */
export const stored = (name: string): RunRecord =>
  runRecord.parse(JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')));

export const storedNames: readonly string[] = readdirSync(folder).map((file) => file.replace(/\.json$/, ''));

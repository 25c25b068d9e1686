import { mkdir, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { workload } from './workload.ts';

/** Where the schema of workload files is published. */
export const workloadSchemaFile = new URL('../../docs/schemas/workload.schema.json', import.meta.url);

/** The schema of workload files as an editor reads it. */
export const workloadSchemaText = (): string =>
  `${JSON.stringify({ title: 'A workload of Seatrial', ...z.toJSONSchema(workload, { io: 'input' }) }, null, 2)}\n`;

if (import.meta.main) {
  await mkdir(new URL('./', workloadSchemaFile), { recursive: true });
  await writeFile(workloadSchemaFile, workloadSchemaText());
}

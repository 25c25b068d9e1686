import { writeFile } from 'node:fs/promises';
import { voyages } from './voyages.ts';

/** Stores the voyages' records anew: `node reports/testing/write-testdata.ts`, after a wanted change of the schema. */
for (const [name, sailed] of Object.entries(voyages)) {
  const file = new URL(`../testdata/${name}.json`, import.meta.url);
  await writeFile(file, `${JSON.stringify((await sailed()).record, null, 1)}\n`);
}

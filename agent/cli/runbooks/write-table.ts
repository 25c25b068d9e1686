import { writeFile } from 'node:fs/promises';
import { runbooks } from './index.ts';
import { runbooksText } from './table.ts';

export const runbooksFile = new URL('../../../docs/runbooks.md', import.meta.url);

if (import.meta.main) {
  const { faultRecipes } = await import('../../../kind-fixtures/faults/index.ts');
  await writeFile(runbooksFile, runbooksText(runbooks, faultRecipes));
}

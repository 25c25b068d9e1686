import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { checkDefinition, checkDefinitions } from '../../../suites/declared/definition.ts';
import { trial } from '../../resources/trial.ts';

const run = promisify(execFile);
const page = await readFile(new URL('../../../docs/own-checks.md', import.meta.url), 'utf8');
const blocks = (language: string) =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(([, text]) => text!);

test('every example of a check, and of a Trial, is one', () => {
  const examples = blocks('yaml').map((text) => parse(text) as object);
  const checks = examples.filter(Array.isArray).flatMap((list) => checkDefinitions.parse(list));
  const kinds = Object.keys(checkDefinition.shape).filter((kind) =>
    checks.some((one) => kind in one && typeof one[kind as 'http'] === 'object'),
  );
  expect(kinds).toEqual(['http', 'promql', 'object', 'tcp', 'tls', 'container']);
  expect(trial.parse(examples.find((one) => 'kind' in one))).toMatchObject({ kind: 'Trial' });
});

test('the example in code is loaded', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'seatrial-documented-'));
  try {
    await writeFile(join(folder, 'seatrial.config.ts'), blocks('ts')[0]!);
    const program = fileURLToPath(new URL('../seatrial.ts', import.meta.url));
    const args = [program, 'check', 'list', '--platform', 'reranker'];
    const { stdout } = await run(process.execPath, args, { cwd: folder });
    expect(stdout).toMatch(/rerank.queue +verify,rollback/);
  } finally {
    await rm(folder, { recursive: true });
  }
});

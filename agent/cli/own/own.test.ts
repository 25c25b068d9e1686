import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { suitesOf } from '../../../suites/platforms/platform.ts';
import { checksReporter } from './checks-reporter.ts';
import { type InputFiles, readInputs } from './inputs.ts';
import { onlyChecks } from './only-checks.ts';
import { scaffold } from './scaffold.ts';

const run = promisify(execFile);
let folder: string;
const none: InputFiles = { settings: undefined, checks: undefined, config: undefined, before: undefined };
const context = { stdout: { write: () => true } } as never;
const file = async (name: string, text: string): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seatrial-own-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const program = fileURLToPath(new URL('../seatrial.ts', import.meta.url));
/** As a process of its own: how the user's TypeScript finds `seatrial` is Node's business, not the test runner's. */
const seatrial = (...args: string[]) =>
  run(process.execPath, [program, ...args], { cwd: folder }).then(
    ({ stdout }) => stdout,
    ({ stderr }: { stderr: string }) => stderr,
  );

test('what init writes is understood, in both its files', async () => {
  await scaffold(context, folder, false);
  expect(await seatrial('check', 'list')).toMatch(/own\.queue +smoke/);
  const checks = join(folder, 'checks.yaml');
  const inputs = await readInputs('cartesia', { ...none, checks });
  expect(inputs.declared.map(({ id }) => id)).toEqual([
    'api-answers',
    'error-rate',
    'two-replicas',
    'gpu-diagnostic',
  ]);
  await expect(scaffold(context, folder, false)).rejects.toThrow(/is there already.*--force/);
});

test('single checks are shown with what was seen and what to do first', () => {
  let shown = '';
  const stdout = { write: (text: string) => (shown += text) } as never;
  const context = { stdout, env: { NO_COLOR: '1' }, owner: { use: (screen: object) => screen } } as never;
  const check = { id: 'own.a', hint: 'Read its log.' };
  const platform = { suites: { verify: { entries: [{ check }] } } } as never;
  const result = { check: 'own.a', outcome: 'fail', reason: '3 wait', gate: 'advisory', attempts: [1, 2] };
  const record = { results: [{ ...result, evidence: { expected: 'none', seen: '3' } }] };
  checksReporter(context, { platform, declared: [] }).finished?.(record as never);
  expect(shown.split(/\n\s*/)).toEqual([
    expect.stringMatching(/✖ own.a +advisory: 3 wait$/),
    'expected: none',
    'seen: 3',
    'attempts: 2',
    'first: Read its log.',
    '',
  ]);
});

test('asking for some checks leaves the others out', async () => {
  const checks = join(folder, 'checks.yaml');
  const inputs = await readInputs('cartesia', { ...none, checks });
  const { platform, declared } = onlyChecks(inputs, ['cartesia.voices', 'own.error-rate']);
  expect(suitesOf(platform).flatMap(({ entries }) => entries.map(({ check }) => check.id))).toEqual([
    'cartesia.voices',
  ]);
  expect(declared.map(({ id }) => id)).toEqual(['error-rate']);
  expect(() => onlyChecks(inputs, ['cartesia.vioces'])).toThrow(/has no check cartesia.vioces/);
});

test.each([
  ['checks', 'checks-1.yaml', '- id: a\n  title: A\n', /is no list of checks: 0: a check has exactly one of/],
  ['checks', 'checks-2.yaml', 'a: [', /cannot be read/],
  [
    'checks',
    'checks-3.yaml',
    '- { id: a, title: A, tcp: { host: h, port: 1 } }\n- { id: a, title: B, tcp: { host: h, port: 1 } }\n',
    /two checks have the same id/,
  ],
  ['settings', 'settings.yaml', 'prometheus: nowhere\n', /is no settings: prometheus/],
] as const)('a %s file %s is refused in one sentence', async (kind, name, text, says) => {
  const path = await file(name, text);
  await expect(readInputs('cartesia', { ...none, [kind]: path })).rejects.toThrow(says);
});

test.each([
  ['empty.config.ts', 'export const nothing = 1;\n', /has no default export/],
  ['broken.config.ts', 'export default {', /cannot be used/],
  [
    'hidden.config.ts',
    "import { advisory, defineCheck, defineConfig, pass } from 'seatrial';\nconst check = defineCheck({ id: 'own.a', title: '', question: '', needs: {}, timeoutSeconds: 1, blames: 'release', source: '', run: async () => pass('') });\nexport default defineConfig({ checks: { verify: [advisory(check)] }, declared: [{ id: 'a', title: 'A', tcp: { host: 'h', port: 1 } }] });\n",
    /A check in code is called own.a already/,
  ],
  [
    'taken.config.ts',
    "import { blocking, defineCheck, defineConfig, pass } from 'seatrial';\nconst check = defineCheck({ id: 'pods-ready', title: '', question: '', needs: {}, timeoutSeconds: 1, blames: 'release', source: '', run: async () => pass('') });\nexport default defineConfig({ checks: { verify: [blocking(check)] } });\n",
    /is called pods-ready, which is taken/,
  ],
])('a config %s is refused in one sentence', async (name, text, says) => {
  await file(name, text);
  expect(await seatrial('check', 'list', '--config', name)).toMatch(says);
});

test('an unknown platform is refused with the known ones', async () => {
  await expect(readInputs('cartesian', none)).rejects.toThrow(
    /no platform cartesian: choose one of .*cartesia/,
  );
});

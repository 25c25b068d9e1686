import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { protocols } from '../../load/protocols/index.ts';
import { formats } from '../../reports/reporters/index.ts';
import { stored } from '../../reports/testing/stored.ts';
import type { CommandSpec } from './command.ts';
import { commands } from './commands/index.ts';
import { seatrial } from './testing.ts';

let folder: string;
const file = (name: string): string => join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cli-'));
  const record = stored('rolled-back');
  await writeFile(file('record.json'), JSON.stringify(record));
  await writeFile(file('newer.json'), JSON.stringify({ ...record, version: 99 }));
  await writeFile(file('broken.json'), JSON.stringify({ ...record, results: 'none' }));
  await writeFile(file('page.html'), await formats.find(({ name }) => name === 'html')!.render(record));
  await writeFile(file('kubeconfig'), 'clusters: [{');
});
afterAll(() => rm(folder, { recursive: true }));

describe('bad input ends in one sentence that says what to do', () => {
  test.for<[args: string, exitCode: number, says: RegExp]>([
    ['', 64, /^Usage: seatrial/],
    ['cluster', 64, /^Usage: seatrial cluster/],
    ['bogus', 64, /^seatrial: Unknown command 'bogus'/],
    ['run --suit smoke', 64, /Did you mean --suite\?/],
    ['run --suite smoke,fire', 64, /fire is not one of verify, smoke, bench/],
    ['run -o xml', 64, /it takes one of console, html, json, junit/],
    ['run --max-runs 9', 64, /a whole number from 1 to 5/],
    ['run --soak 90', 64, /it takes a time such as 90s, 30m or 2h/],
    ['run --soak 10m', 64, /3 to 24 runs must fit/],
    ['run --platform none', 64, /There is no platform none: choose one of cartesia/],
    ['run --url localhost', 64, /--url takes an address such as/],
    ['run', 69, /There is no kubeconfig at .*: set KUBECONFIG, or make a cluster with `seatrial cluster up`/],
    ['runs', 69, /There is no kubeconfig/],
    ['watch', 69, /There is no kubeconfig/],
    ['baseline', 64, /^Usage: seatrial baseline/],
    ['baseline list', 69, /There is no kubeconfig/],
    ['baseline pin a', 64, /'--why <text>' not specified/],
    ['baseline import FOLDER/none.json', 69, /none.json cannot be used: it does not exist/],
    ['baseline import FOLDER/record.json', 64, /record.json holds no baselines \(from: /],
    ['baseline accept FOLDER/newer.json --why x', 64, /made by a newer Seatrial/],
    ['report', 64, /Missing required argument 'record'/],
    ['report FOLDER/none.json', 69, /none.json cannot be used: it does not exist/],
    ['report FOLDER/kubeconfig', 64, /is neither JSON nor a page/],
    ['report FOLDER/newer.json', 64, /made by a newer Seatrial \(record version 99/],
    ['report FOLDER/broken.json', 64, /is not a record of Seatrial's: results: /],
    ['bench', 64, /Where does the service answer\? Say it with --url/],
    [
      'bench --url http://127.0.0.1:9',
      64,
      /How does the service speak\? Say it with --protocol, one of cartesia/,
    ],
    ['bench --url http://127.0.0.1:9 --protocol none', 64, /no protocol none: choose one of cartesia-bytes/],
    ['bench --url http://127.0.0.1:9 --workload sie/none', 64, /choose one of sie\/encode, sie\/score/],
    ['bench --url http://127.0.0.1:9 --workload FOLDER/record.json', 64, /is no workload: name: /],
    ['bench --url http://127.0.0.1:9 --workload FOLDER/none.json', 69, /none.json cannot be used/],
    ['bench --url http://127.0.0.1:9 --protocol openai-chat', 69, /127.0.0.1:9 cannot be reached: nothing/],
    ['bench --concurrency 1,x', 64, /whole numbers above 0/],
    ['bench --duration soon', 64, /a time such as 20s, 500ms or 2m/],
    ['bench --slo fast', 64, /measure=limit, such as ttft=200ms/],
    ['bench --header X', 64, /it takes name=value/],
    ['bench --search --rate 3', 64, /--search chooses the levels itself/],
    [
      'bench --url http://127.0.0.1:9 --protocol openai-chat --versus nowhere',
      64,
      /--versus takes an address/,
    ],
    [
      'bench --versus http://127.0.0.1:9 --records x',
      64,
      /leave --search, --emit, --records and --max-requests out/,
    ],
    ['bench --versus http://127.0.0.1:9 --pairs 3', 64, /a whole number from 4 to 50/],
    [
      'bench --url http://127.0.0.1:9 --versus http://127.0.0.1:9 --versus-api-key-env NONE',
      64,
      /--versus-api-key-env takes the name of a variable .* is not set/,
    ],
    ['bench --search --url http://127.0.0.1:9 --protocol openai-chat', 64, /name one with --slo/],
    ['bench --emit testrun --url http://127.0.0.1:9 --protocol openai-chat', 64, /Which image has k6/],
    ['cluster up --gpus many', 64, /a whole number from 0 to 64/],
    [
      'cluster status --cluster none',
      64,
      /There is no cluster provider none: choose one of local, kind, existing/,
    ],
  ])('seatrial %s', async ([args, exitCode, says]) => {
    const words = args.replaceAll('FOLDER', folder).split(' ').filter(Boolean);
    const ended = await seatrial(words, { KUBECONFIG: '/nonexistent/kubeconfig' });
    expect(ended.stderr).toMatch(says);
    expect(ended.exitCode).toBe(exitCode);
    expect(ended.stderr).not.toMatch(/\n\s+at /);
    if (exitCode === 69 || !ended.stderr.startsWith('Usage'))
      expect(ended.stderr.trim().split('\n')).toHaveLength(1);
  });

  test('a broken kubeconfig is named', async () => {
    const { exitCode, stderr } = await seatrial(['runs'], { KUBECONFIG: file('kubeconfig') });
    expect([exitCode, stderr]).toEqual([69, expect.stringContaining('kubeconfig cannot be read')]);
  });

  test('--debug shows the stack', async () => {
    const { stderr } = await seatrial(['run', '--platform', 'none', '--debug']);
    expect(stderr).toMatch(/\n\s+at /);
  });
});

describe('report', () => {
  test('tells a stored run again; its exit code is the verdict', async () => {
    const { exitCode, stdout, stderr } = await seatrial(['report', file('record.json')]);
    expect(stdout).toContain('Decision   ROLLBACK   to revision 6, sonic-20260503');
    expect([exitCode, stderr]).toEqual([1, '']);
  });

  test('makes any format, also from the record inside a page', async () => {
    const { exitCode, stdout } = await seatrial(['report', file('page.html'), '-o', 'json']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toEqual(stored('rolled-back'));
  });
});

test('bench writes a load out for k6-operator, without the key of this shell', async () => {
  const args = 'bench --emit testrun --image k6:1 --runners 3 --url http://tts.svc --protocol cartesia-bytes';
  const { exitCode, stdout } = await seatrial([...args.split(' '), '--api-key-secret', 'platform/api-key'], {
    SEATRIAL_API_KEY: 'sk-mine',
  });
  expect(exitCode).toBe(0);
  expect(parseAllDocuments(stdout).map((one) => (one.toJS() as { kind: string }).kind)).toEqual([
    'ConfigMap',
    'TestRun',
  ]);
  expect(stdout).toMatch(/parallelism: 3[\s\S]*name: platform\n\s+key: api-key/);
  expect(stdout).not.toContain('sk-mine');
});

const every = (specs: readonly CommandSpec[], above: string[] = []): [string, CommandSpec][] =>
  specs.flatMap((spec) => {
    const path = [...above, spec.name];
    return [[path.join(' '), spec] as [string, CommandSpec], ...every(spec.commands ?? [], path)];
  });

describe('help', () => {
  test.for(every(commands))('seatrial %s has a summary and examples of itself', async ([path, spec]) => {
    const { exitCode, stdout } = await seatrial([...path.split(' '), '--help']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Examples:');
    expect(spec.examples.length).toBeGreaterThan(0);
    for (const [command] of spec.examples) expect(command).toContain(`seatrial ${path}`);
  });

  test('of bench names every protocol', async () => {
    const { stdout } = await seatrial(['bench', '--help']);
    for (const id of protocols.keys()) expect(stdout).toContain(id);
  });

  test('is there before anything heavy is loaded', async () => {
    const spy = `import { registerHooks } from 'node:module';
      const seen = new Set();
      registerHooks({ load: (url, context, next) => (seen.add(url), next(url, context)) });
      process.on('exit', () => console.error(JSON.stringify([...seen])));`;
    const run = promisify(execFile);
    const { stderr } = await run(process.execPath, [
      '--import',
      `data:text/javascript,${encodeURIComponent(spy)}`,
      join(import.meta.dirname, 'seatrial.ts'),
      '--help',
    ]);
    const loaded = JSON.parse(stderr.trim().split('\n').at(-1)!) as string[];
    const packages = loaded.flatMap((url) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1] ?? []);
    expect([...new Set(packages)]).toEqual(['commander']);
    expect(loaded.filter((url) => url.includes('/kind-fixtures/'))).toEqual([]);
  });
});

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { type LoadPlan, loadPlanSchema } from '../plan.ts';
import { freePort } from '../testing/local-fleet.ts';
import { TruthServer } from '../testing/truth-server.ts';
import { readBack } from './read-back.ts';
import { emitTestRun, testRunPort } from './test-run.ts';

let k6: string;
let truth: TruthServer;
let plan: LoadPlan;
const children: ChildProcess[] = [];
beforeAll(async () => {
  const { buildPrograms } = await import('../../kind-fixtures/toolchain/build.ts');
  k6 = (await buildPrograms(['k6'])).k6;
  truth = await TruthServer.start();
  plan = loadPlanSchema.parse({
    target: { url: truth.url, protocol: 'cartesia-bytes' },
    workload: { name: 'test', texts: ['All hands on deck.'] },
    levels: [{ rate: 30, arrivals: 'constant' }],
    warmupSeconds: 0.2,
    measureSeconds: 2,
    budget: { maxRequests: 5000, maxSeconds: 60, maxStreams: 20 },
  });
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});
afterAll(() => truth[Symbol.asyncDispose]());

type Manifest = {
  readonly data: Record<string, string>;
  readonly spec: {
    readonly parallelism: number;
    readonly arguments: string;
    readonly script: { readonly configMap: { readonly file: string } };
    readonly runner: { readonly env: { readonly name: string; readonly value: string }[] };
  };
};

/** What k6-operator makes of a TestRun: the i-th of n runners, from 1, held back until the starter tells it to go. */
function runnerCommand({ spec }: Manifest, i: number, folder: string, api: number): string[] {
  const n = spec.parallelism;
  const edges = Array.from({ length: n + 1 }, (_, k) => (k === 0 ? '0' : k === n ? '1' : `${k}/${n}`));
  const segments = [
    `--execution-segment=${edges[i - 1]}:${edges[i]}`,
    `--execution-segment-sequence=${edges.join()}`,
  ];
  return [
    ...['run', '--quiet'],
    ...(n > 1 ? segments : []),
    ...spec.arguments.split(' '),
    join(folder, spec.script.configMap.file),
    ...[`--address=127.0.0.1:${api}`, '--paused', '--tag', `instance_id=${i}`],
  ];
}

it.each([1, 3])('runs as %i runners of the operator, each with its share, and is read back', async (n) => {
  truth.served.length = 0;
  const text = emitTestRun(plan, { name: 'bench', id: 'bench', image: 'k6', parallelism: n });
  const [files, testRun] = parseAllDocuments(text).map((document) => document.toJS() as Manifest);
  await using folder = await mkdtempDisposable(join(tmpdir(), 'seatrial-test-run-'));
  for (const [name, content] of Object.entries(files!.data))
    await writeFile(join(folder.path, name), content);
  const runners = await Promise.all(
    Array.from({ length: n }, async (_, index) => {
      const [api, records] = [await freePort(), await freePort()];
      const env = testRun!.spec.runner.env.map(({ name, value }) => [
        name,
        value.replace('/test/', `${folder.path}/`).replace(`:${testRunPort}`, `127.0.0.1:${records}`),
      ]);
      const command = runnerCommand(testRun!, index + 1, folder.path, api);
      children.push(spawn(k6, command, { env: Object.fromEntries(env), stdio: 'ignore' }));
      return { api: `http://127.0.0.1:${api}`, records: `http://127.0.0.1:${records}` };
    }),
  );
  const answers = (url: string) => fetch(url).then(({ status }) => status, String);
  for (const { api, records } of runners) {
    await expect.poll(() => answers(`${api}/v1/status`), { timeout: 20_000 }).toBe(200);
    // What the pod's liveness probe asks for.
    await expect.poll(() => answers(`${records}/healthz`), { timeout: 20_000 }).toBe(200);
  }
  expect(truth.served).toEqual([]);
  const go = JSON.stringify({ data: { attributes: { paused: false }, id: 'default', type: 'status' } });
  for (const { api } of runners) await fetch(`${api}/v1/status`, { method: 'PATCH', body: go });
  const read = () =>
    Promise.all(runners.map(async ({ records }) => (await fetch(`${records}/records`)).text()));
  await expect
    .poll(async () => (await read()).every((text) => text.includes('"kind":"end"')), { timeout: 30_000 })
    .toBe(true);
  const result = readBack(plan, 'bench', await read());
  expect(result).toMatchObject({ status: 'complete', shards: n, requests: truth.served.length });
  expect(result.levels[0]!.counts).toMatchObject({ started: 60, complete: 60 });
  expect(new Set(truth.served.map(({ id }) => id)).size).toBe(truth.served.length);
  const ends = children.map((child) => new Promise((resolve) => child.once('close', resolve)));
  for (const { records } of runners) await fetch(`${records}/ack`, { method: 'POST' });
  expect(await Promise.all(ends)).toEqual(runners.map(() => 0));
});

import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LoadProgress } from '../driver.ts';
import { type LoadLevel, type LoadPlan, loadPlanSchema } from '../plan.ts';
import { loadResultSchema } from '../result.ts';
import { TruthServer } from '../testing/truth-server.ts';
import { ProcessDriver } from './process.ts';

let k6: string;
let truth: TruthServer;
let folder: string;
beforeAll(async () => {
  const { buildPrograms } = await import('../../kind-fixtures/toolchain/build.ts');
  k6 = (await buildPrograms(['k6'])).k6;
  truth = await TruthServer.start();
  folder = await mkdtemp(join(tmpdir(), 'open-loop-'));
});
afterAll(async () => {
  await truth[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

function plan(level: LoadLevel, measureSeconds = 1.5): LoadPlan {
  return loadPlanSchema.parse({
    target: { url: truth.url, protocol: 'cartesia-bytes' },
    workload: { name: 'test', texts: ['one', 'two', 'three'] },
    levels: [level],
    warmupSeconds: 0.5,
    measureSeconds,
    budget: { maxRequests: 5000, maxSeconds: 90, maxStreams: 64 },
  });
}

type Line = { rid: string; measured: boolean; intended_ms: number; ttft_ms: number; user_ttft_ms: number };
const linesOf = async (file: string): Promise<Line[]> =>
  (await readFile(file, 'utf8'))
    .split('\n')
    .flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Line]));

it('starts requests at their moments and writes a line for each', async () => {
  truth.served.length = 0;
  const requestsFile = join(folder, 'requests.jsonl');
  const driver = new ProcessDriver({
    k6,
    requestsFile: relative(process.cwd(), requestsFile),
    // What is left of somebody else's settings is none of this load's.
    env: { ...process.env, SEATRIAL_SEGMENT: '1/2', SEATRIAL_GATE: '1', SEATRIAL_REQUESTS: '/no/such/file' },
  });
  const seen: LoadProgress[] = [];
  const result = loadResultSchema.parse(
    await driver.run(plan({ rate: 40, arrivals: 'constant' }), {
      id: 'open',
      onProgress: (progress) => seen.push(progress),
    }),
  );
  expect(result).toMatchObject({ status: 'complete', levels: [{ rate: 40, counts: { started: 60 } }] });
  expect(seen.every(({ rate }) => rate === 40)).toBe(true);
  expect(result.levels[0]!.streams).toBeGreaterThan(1);
  const lines = await linesOf(requestsFile);
  expect(lines.map(({ rid }) => rid).sort()).toEqual(truth.served.map(({ id }) => id).sort());
  expect(lines.filter(({ measured }) => measured).length).toBe(60);
  const starts = lines.map(({ intended_ms }) => intended_ms).sort((a, b) => a - b);
  for (const [index, start] of starts.entries()) expect(Math.abs(start - index * 25)).toBeLessThan(1);
  for (const line of lines) expect(line.user_ttft_ms).toBeGreaterThanOrEqual(line.ttft_ms);
});

it('keeps what was measured of an open loop whose engine is killed', async () => {
  const pidFile = join(folder, 'pid');
  const wrapper = join(folder, 'k6.sh');
  await writeFile(wrapper, `#!/bin/sh\necho $$ > '${pidFile}'\nexec '${k6}' "$@"\n`);
  await chmod(wrapper, 0o755);
  const last: LoadProgress[] = [];
  const result = await new ProcessDriver({ k6: wrapper }).run(plan({ rate: 50, arrivals: 'poisson' }, 60), {
    id: 'killed',
    onProgress: (progress) => {
      if (last.push(progress) < 4) return;
      void readFile(pidFile, 'utf8').then((pid) => process.kill(Number(pid), 'SIGKILL'));
    },
  });
  expect(result).toMatchObject({ status: 'partial', levels: [{ status: 'partial', rate: 50 }] });
  expect(result.reason).toContain('SIGKILL');
  expect(result.levels[0]!.counts.complete).toBeGreaterThanOrEqual(last[3]!.complete);
  expect(last[3]!.complete).toBeGreaterThan(50);
  expect(result.levels[0]!.scalars.map(({ definition }) => definition)).toContain('ttfa_p50');
});

it('says in words that the file of requests cannot be written', async () => {
  const driver = new ProcessDriver({ k6, requestsFile: join(folder, 'no', 'such', 'folder') });
  expect(await driver.run(plan({ trace: [0, 0.5] }), { id: 'no-file' })).toMatchObject({
    status: 'partial',
    reason: expect.stringContaining('the file of requests cannot be written'),
    levels: [],
  });
});

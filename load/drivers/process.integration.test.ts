import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LoadProgress } from '../driver.ts';
import { type LoadPlan, type LoadPlanInput, loadPlanSchema } from '../plan.ts';
import { type LoadResult, loadResultSchema, scalarOf } from '../result.ts';
import { answer, orders, TruthServer } from '../testing/truth-server.ts';
import { ProcessDriver } from './process.ts';

let k6: string;
let truth: TruthServer;
beforeAll(async () => {
  const { buildPrograms } = await import('../../kind-fixtures/toolchain/build.ts');
  k6 = (await buildPrograms(['k6'])).k6;
});
beforeAll(async () => {
  truth = await TruthServer.start();
});
afterAll(() => truth[Symbol.asyncDispose]());

function plan(change: Partial<LoadPlanInput> & { protocol?: string; text?: string } = {}): LoadPlan {
  const { protocol = 'cartesia-bytes', text = 'All hands on deck, ahoi ⚓', ...rest } = change;
  return loadPlanSchema.parse({
    target: { url: truth.url, protocol, tags: { suite: 'test' } },
    workload: { name: 'test', texts: [text] },
    levels: [{ streams: 2 }],
    warmupSeconds: 0.3,
    measureSeconds: 1.5,
    requestTimeoutSeconds: 0.5,
    budget: { maxRequests: 5000, maxSeconds: 60, maxStreams: 8 },
    ...rest,
  });
}

async function drive(wanted: LoadPlan, signal?: AbortSignal): Promise<LoadResult> {
  truth.served.length = 0;
  const result = await new ProcessDriver({ k6 }).run(wanted, { id: 'test', ...(signal ? { signal } : {}) });
  return loadResultSchema.parse(JSON.parse(JSON.stringify(result)));
}

describe.each(['cartesia-bytes', 'cartesia-ws'])('%s', (protocol) => {
  it('measures what the server really did', async () => {
    const result = await drive(plan({ protocol, levels: [{ streams: 3 }, { streams: 1 }] }));
    expect([result.status, result.reason, result.levels.map(({ status }) => status)]).toEqual([
      'complete',
      undefined,
      ['complete', 'complete'],
    ]);
    expect(result.requests).toBe(truth.served.length);
    expect(new Set(truth.served.map(({ id }) => id)).size).toBe(truth.served.length);
    for (const level of result.levels) {
      const { counts } = level;
      expect(level.errors).toEqual({});
      expect(counts.complete).toBe(counts.started);
      expect(counts.audioBytes).toBe(counts.complete * answer.chunks * answer.bytesPerChunk);
      expect(counts.audioSeconds).toBeCloseTo(counts.complete * answer.seconds, 4);
      expect(counts.characters).toBe(counts.complete * 25);
      expect(scalarOf(level, 'gap_p50')?.samples).toBe(counts.complete * (answer.chunks - 1));
      const seen = scalarOf(level, 'ttfa_p50')!.value;
      const told = median(truth.served.map(({ ttfaMs }) => ttfaMs!));
      expect(Math.abs(seen - told)).toBeLessThan(told / 2);
      expect(seen).toBeGreaterThanOrEqual(answer.firstAudioMs - 2);
    }
  });

  it.each([
    ['truncated', orders.truncate],
    ['missing-terminator', orders.noTerminator],
    ['http-status', orders.refuse],
    ['timeout', orders.hang],
  ] as const)('counts %s', async (outcome, text) => {
    const { levels, status } = await drive(plan({ protocol, text, warmupSeconds: 0 }));
    expect(status).toBe('complete');
    const { counts, errors, statuses, errorSamples } = levels[0]!;
    expect(counts.complete).toBe(0);
    expect(errors).toEqual({ [outcome]: counts.started });
    expect(counts.started).toBeGreaterThan(0);
    expect(statuses).toEqual(outcome === 'http-status' ? { 503: counts.started } : {});
    expect(errorSamples.length).toBeGreaterThan(0);
    expect(scalarOf(levels[0]!, 'error_rate')?.value).toBe(1);
  });
});

it('keeps what was measured when it is stopped in the middle', async () => {
  const stop = new AbortController();
  const seen: LoadProgress[] = [];
  const running = new ProcessDriver({ k6 }).run(plan({ measureSeconds: 20 }), {
    id: 'stopped',
    signal: stop.signal,
    onProgress: (progress) => {
      seen.push(progress);
      if (progress.phase === 'measure' && progress.complete > 0) stop.abort();
    },
  });
  const result = await running;
  const after = truth.served.length;
  expect([result.status, result.reason]).toEqual(['aborted', 'the load was stopped']);
  expect(result.levels[0]).toMatchObject({ status: 'partial' });
  expect(result.levels[0]!.counts.complete).toBeGreaterThanOrEqual(seen.at(-1)!.complete);
  expect(result.levels[0]!.counts.failed).toBe(0);
  await sleep(300);
  expect(truth.served.length).toBe(after);
});

it('stops at its budget and says so', async () => {
  const result = await drive(plan({ budget: { maxRequests: 12, maxSeconds: 60, maxStreams: 8 } }));
  expect(result).toMatchObject({ status: 'partial', reason: 'the budget of 12 requests is used up' });
  expect(truth.served.length).toBeLessThanOrEqual(12);
});

it('tells in words why there is no load', async () => {
  const missingKey = plan({
    target: { url: truth.url, protocol: 'cartesia-bytes', apiKeyEnv: 'NO_SUCH_KEY' },
  });
  expect(await drive(missingKey)).toMatchObject({
    status: 'partial',
    reason: expect.stringContaining('NO_SUCH_KEY'),
    levels: [],
  });
  const missing = await new ProcessDriver({ k6: '/no/such/k6' }).run(plan(), { id: 'x' });
  expect(missing.reason).toContain('could not be started');
});

it('does not go on when the one who asked is gone', async () => {
  truth.served.length = 0;
  const asker = spawn(
    process.execPath,
    ['--input-type=module-typescript', '-e', askerScript(), k6, JSON.stringify(plan({ measureSeconds: 50 }))],
    { cwd: import.meta.dirname, stdio: 'inherit' },
  );
  await expect.poll(() => truth.served.length, { timeout: 20_000 }).toBeGreaterThan(5);
  asker.kill('SIGKILL');
  await sleep(3000);
  const after = truth.served.length;
  await sleep(500);
  expect(truth.served.length).toBe(after);
});

function askerScript(): string {
  return `import { ProcessDriver } from './process.ts';
    const [k6, plan] = process.argv.slice(1);
    await new ProcessDriver({ k6 }).run(JSON.parse(plan), { id: 'orphan' });`;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

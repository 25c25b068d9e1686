import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { ProcessDriver } from '../../../load/drivers/process.ts';
import type { LoadPlanInput } from '../../../load/plan.ts';
import { paper } from '../../../reports/testing/paper.ts';
import type { Criterion } from '../../../suites/bench/plan.ts';
import { type TrialPorts, trialActions } from '../../../suites/engine/actions.ts';
import { systemClock } from '../../../suites/host/system-clock.ts';
import { platforms } from '../../../suites/platforms/index.ts';
import { attemptOf, benchOf, planOf, subjectOf } from '../../../suites/testing/plans.ts';
import { ChatServer } from '../bench/chat-server.ts';
import { calibrateRelease } from './calibrate-release.ts';
import type { CalibrationDocument } from './document.ts';

let k6: string;
beforeAll(async () => {
  const { buildPrograms } = await import('../../../kind-fixtures/toolchain/build.ts');
  k6 = (await buildPrograms(['k6'])).k6;
});

const criterion = (definition: string, title: string): Criterion => ({
  ...benchOf().criteria[0]!,
  id: `2/${definition}`,
  definition,
  title,
  streamsPerGpu: 2,
  minEffect: 1,
});
const load = (url: string): LoadPlanInput => ({
  target: { url, protocol: 'openai-chat' },
  workload: { name: 'chat', texts: ['Ahoy.'], params: { model: 'any' } },
  levels: [{ streams: 2 }],
  warmupSeconds: 0.3,
  measureSeconds: 2,
  budget: { maxRequests: 500, maxSeconds: 20, maxStreams: 2 },
});

test('real runs by the engine of a trial: their spread, and what can be found in it', async () => {
  await using server = await ChatServer.start({ firstMs: 40, tokens: 3, gapMs: 4 });
  await using folder = await mkdtempDisposable(join(tmpdir(), 'calibrate-'));
  const criteria = [criterion('ttft_p50', 'TTFT p50'), criterion('e2e_p50', 'Whole request p50')];
  const bench = benchOf({ gpus: 1, load: { ...load(server.url) }, criteria, baseline: null });
  const pod = { metadata: { uid: 'a', name: 'tts-worker-a' }, status: { phase: 'Running' } };
  const ports = {
    platform: platforms.cartesia,
    endpoint: { url: server.url },
    reader: { list: async (kind: string) => (kind === 'pods' ? [pod] : []) },
    checks: { prometheus: async () => null },
    load: new ProcessDriver({ k6 }),
    clock: systemClock,
    activity: () => {},
  } as unknown as TrialPorts;
  const actions = {
    measure: trialActions('cartesia', ports).measure,
    settle: async () => ({ attempt: attemptOf('pass') }),
    occurrence: async () => subjectOf().occurrence,
  };
  const [stdout, stderr] = [paper({ columns: 140 }), paper({ columns: 140 })];
  const owner = { signal: new AbortController().signal };
  const context = { stdout, stderr, env: process.env, version: '1', owner };
  const run = { plan: planOf({ bench: [bench], subject: subjectOf({ workloads: [] }) }), actions };
  await calibrateRelease(context as never, run as never, {
    ...{ runs: 8, minEffect: undefined, state: join(folder.path, 'state.json'), fresh: false },
    ...{ json: true, reportFolder: undefined, observer: {} },
  });
  const { workloads, ended } = JSON.parse(stdout.text()) as CalibrationDocument;
  // On a machine that is shared, too many runs may be void by the audit: then it says so.
  if (ended !== null) return expect(ended).toMatch(/runs did not count/);
  expect(workloads[0]!.runs).toBe(8);
  for (const { spread, spreadInterval, smallestEffect } of workloads[0]!.criteria) {
    expect(spread).toBeGreaterThan(0);
    expect(spreadInterval![1]).toBeGreaterThan(spread!);
    expect(smallestEffect).toBeGreaterThan(spread!);
  }
});

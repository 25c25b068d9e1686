import { expect, test } from 'vitest';
import { noBaselines } from '../bench/baseline-store.ts';
import { platforms } from '../platforms/index.ts';
import { settings } from '../settings.ts';
import { subjectOf } from '../testing/plans.ts';
import { makePlan, type PlanRequest } from './make-plan.ts';

const requestOf = (platform: string): PlanRequest => ({
  id: 'run-1',
  code: '0.1.0',
  now: new Date('2026-11-21T12:00:00Z'),
  trigger: 'manual',
  trial: null,
  platform: platforms[platform]!,
  subject: subjectOf(),
  endpoint: { url: 'http://api:5000', headers: {}, hasApiKey: false },
  suites: ['bench'],
  settings: settings.parse({}),
  before: null,
  policy: { rollback: 'never', deadlineSeconds: 600, settle: null, allowedSkips: [] },
  bench: {},
  lastVerified: null,
  failedBefore: [],
  previousTag: null,
  baselines: noBaselines,
});

test.each([
  ['cartesia', ['tts-websocket']],
  ['sie', []],
  ['wordcab', []],
])('a trial of %s measures the workloads that are meant for trials: %j', async (platform, names) => {
  const { bench } = await makePlan(requestOf(platform));
  expect(bench.map(({ workload }) => workload)).toEqual(names);
});

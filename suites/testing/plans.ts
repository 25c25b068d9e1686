import type { PlannedBench } from '../bench/plan.ts';
import type { Journal, JournalEntry } from '../engine/journal.ts';
import type { PlannedCheck, RunPlan } from '../engine/plan.ts';
import type { Outcome } from '../record/outcome.ts';
import type { Attempt } from '../record/result.ts';
import type { Subject } from '../release/subject.ts';
import { noSettings } from '../settings.ts';

/** Builders of plans and journals for tests. Every part can be overridden. */
export const moment = '2026-06-10T03:00:00.000Z';

export const subjectOf = (over: Partial<Subject> = {}): Subject => ({
  namespace: 'cartesia',
  release: 'cartesia',
  tag: 'sonic-20260610',
  occurrence: { fingerprint: 'b'.repeat(32), revision: 2, source: 'helm' },
  workloads: [{ kind: 'Deployment', name: 'tts-worker', templateHash: 'abc', replicas: 2, gpusPerPod: 1 }],
  gpu: { model: 'NVIDIA-H100-80GB-HBM3', ready: 2 },
  ...over,
});

export const checkOf = (suite: string, check: string, over: Partial<PlannedCheck> = {}): PlannedCheck => ({
  suite,
  check,
  title: check,
  gate: 'blocking',
  blames: 'release',
  attempts: 2,
  timeoutSeconds: 5,
  ...over,
});

export const benchOf = (over: Partial<PlannedBench> = {}): PlannedBench => ({
  workload: 'tts',
  title: 'Speech',
  gate: 'blocking',
  load: {},
  gpus: 2,
  runs: { min: 1, max: 3 },
  voidRuns: 1,
  criteria: [
    {
      id: '8/ttfa_p50',
      definition: 'ttfa_p50',
      title: 'TTFA p50 at 8 streams per GPU',
      unit: 'ms',
      streamsPerGpu: 8,
      better: 'lower',
      perGpu: false,
      minEffect: 0.1,
      primary: true,
      expected: { limit: 144, source: 'a table' },
    },
  ],
  baselineKey: 'cartesia-tts',
  baseline: {
    key: 'cartesia-tts',
    origin: 'accepted runs of this cluster',
    scalars: { '8/ttfa_p50': [120, 121, 119, 120, 122, 118, 120, 121] },
  },
  ...over,
});

export const planOf = (over: Partial<RunPlan> = {}): RunPlan => ({
  version: 1,
  code: '0.0.0-test',
  id: 'cartesia-r2',
  purpose: 'trial',
  settings: noSettings,
  quality: null,
  before: null,
  createdAt: moment,
  deadlineAt: '2026-06-10T04:00:00.000Z',
  trigger: 'rollout',
  trial: 'cartesia/cartesia',
  platform: 'cartesia',
  previousTag: 'sonic-20260503',
  subject: subjectOf(),
  settle: { deadlineSeconds: 60, quietSeconds: 1 },
  checks: [checkOf('verify', 'images'), checkOf('smoke', 'bytes')],
  bench: [benchOf()],
  soak: null,
  rollback: {
    policy: 'helm',
    target: {
      fingerprint: 'a'.repeat(32),
      revision: 1,
      source: 'helm',
      tag: 'sonic-20260503',
      verifiedAt: '2026-06-09T14:02:00.000Z',
    },
    withheld: null,
    suite: [checkOf('rollback', 'images')],
  },
  declared: [],
  failedBefore: [],
  allowedSkips: [],
  ...over,
});

export const attemptOf = (outcome: Outcome, reason: string = outcome): Attempt => ({
  outcome,
  reason,
  startedAt: moment,
  finishedAt: moment,
});

/** An entry as a step journals it, stamped. */
export type Unstamped = JournalEntry extends infer E
  ? E extends JournalEntry
    ? Omit<E, 'at'>
    : never
  : never;
export const journalOf = (...entries: Unstamped[]): Journal =>
  entries.map((entry) => ({ ...entry, at: moment }) as JournalEntry);

export const settledEntry = (
  outcome: Outcome = 'pass',
  leg: 'release' | 'rollback' = 'release',
): Unstamped => ({
  kind: 'settled',
  leg,
  attempt: attemptOf(outcome),
  observed: null,
  subject: null,
  changes: null,
  trouble: null,
});

export const checkedEntry = (
  suite: string,
  check: string,
  outcome: Outcome,
  leg: 'release' | 'rollback' = 'release',
): Unstamped => ({ kind: 'checked', leg, suite, check, attempt: attemptOf(outcome) });

export const measuredEntry = (
  run: number,
  ttfa: number | null,
  status: 'valid' | 'void' = 'valid',
): Unstamped => ({
  kind: 'measured',
  measured: {
    workload: 'tts',
    run,
    startedAt: moment,
    finishedAt: moment,
    status,
    reason: status === 'void' ? 'the generator was saturated' : '',
    scalars: ttfa === null ? {} : { '8/ttfa_p50': { value: ttfa, samples: 300 } },
    curves: {},
    requests: 400,
    errors: 0,
    generatorIdle: 0.7,
  },
});

import type { PlannedCheck, RunPlan } from '../../suites/engine/plan.ts';
import { noSettings } from '../../suites/settings.ts';
import { bench } from './bench.ts';

const check = (suite: string, id: string, title: string, over: Partial<PlannedCheck> = {}): PlannedCheck => ({
  suite,
  check: id,
  title,
  gate: 'blocking',
  blames: 'release',
  attempts: 2,
  timeoutSeconds: 60,
  ...over,
});

const verify = (suite: string): PlannedCheck[] => [
  check(suite, 'images-on-tag', 'Every container runs the release tag'),
  check(suite, 'pods-ready', 'All pods are Ready and none restarted'),
  check(suite, 'cartesia.api-status', 'The API answers GET /status'),
  check(suite, 'cartesia.worker-capacity', 'Every worker reports capacity'),
  check(suite, 'certificate-valid', 'The ingress certificate is valid for 14 days', {
    blames: 'environment',
  }),
  check(suite, 'cartesia.voices-kept', 'Voices and dictionaries are still there', {
    gate: 'advisory',
    attempts: 1,
  }),
];

const smoke: PlannedCheck[] = [
  check('smoke', 'cartesia.tts-bytes', 'POST /tts/bytes answers speech'),
  check('smoke', 'cartesia.tts-sse', 'POST /tts/sse streams speech'),
  check('smoke', 'cartesia.tts-websocket', 'WebSocket /tts/websocket streams speech'),
];

export const workloads = [
  { kind: 'Deployment', name: 'cartesia-api', templateHash: '6f7d9c', replicas: 2, gpusPerPod: 0 },
  {
    kind: 'Deployment',
    name: 'cartesia-sonic-rosy-dragon',
    templateHash: '84cc1b',
    replicas: 4,
    gpusPerPod: 1,
  },
  { kind: 'Deployment', name: 'cartesia-license-proxy', templateHash: '77aa02', replicas: 1, gpusPerPod: 0 },
] as const;

/** The plan of an upgrade from sonic-20260503 (revision 6, verified) to sonic-20260610 (revision 7). */
export function upgradePlan(over: Partial<RunPlan> = {}): RunPlan {
  return {
    version: 1,
    code: '0.1.0',
    id: 'cartesia-9be1f04c77aa-r7',
    purpose: 'trial',
    settings: noSettings,
    quality: null,
    before: null,
    declared: [],
    createdAt: '2026-11-21T14:20:00.000Z',
    deadlineAt: '2026-11-21T15:05:00.000Z',
    trigger: 'rollout',
    trial: 'cartesia/cartesia',
    platform: 'cartesia',
    previousTag: 'sonic-20260503',
    subject: {
      namespace: 'cartesia',
      release: 'cartesia',
      tag: 'sonic-20260610',
      occurrence: { fingerprint: '9be1f04c77aa52d0', revision: 7, source: 'helm' },
      workloads: [...workloads],
      gpu: { model: 'NVIDIA-H100-80GB-HBM3', ready: 4 },
    },
    settle: { deadlineSeconds: 600, quietSeconds: 5 },
    checks: [...verify('verify'), ...smoke],
    bench: [bench(true)],
    soak: null,
    rollback: {
      policy: 'helm',
      target: {
        fingerprint: '1c0de5a4b3f29977',
        revision: 6,
        source: 'helm',
        tag: 'sonic-20260503',
        verifiedAt: '2026-11-21T14:02:00.000Z',
      },
      withheld: null,
      suite: verify('rollback'),
    },
    failedBefore: [],
    allowedSkips: [],
    ...over,
  };
}

/** The first release: no earlier revision, no baseline, nothing to go back to. */
export function firstPlan(over: Partial<RunPlan> = {}): RunPlan {
  const upgrade = upgradePlan();
  return {
    ...upgrade,
    id: 'cartesia-1c0de5a4b3f2-r1',
    previousTag: null,
    subject: {
      ...upgrade.subject,
      tag: 'sonic-20260503',
      occurrence: { fingerprint: '1c0de5a4b3f29977', revision: 1, source: 'helm' },
    },
    bench: [bench(false)],
    rollback: { ...upgrade.rollback, target: null },
    ...over,
  };
}

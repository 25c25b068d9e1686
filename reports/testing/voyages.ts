import type { RunPlan } from '../../suites/engine/plan.ts';
import type { RunObserver } from '../../suites/engine/ports.ts';
import { fail, inconclusive, pass, skip } from '../../suites/record/finding.ts';
import { firstPlan, upgradePlan } from './plan.ts';
import { sail, type Voyage, type Weather } from './voyage.ts';

/** Text that breaks markup, XML, terminals and JSON in script elements wherever it is not escaped. */
const hostile = `</script><img src=x onerror="alert(1)">&amp; a & b ]]> \u001b[31mred\u0000 'quote" \u2028 ünïcode 語`;

const scenes: Readonly<Record<string, { plan: RunPlan; weather?: Weather }>> = {
  'first-pass': { plan: firstPlan() },
  'upgrade-pass': {
    plan: upgradePlan(),
    weather: {
      findings: {
        'cartesia.api-status': [fail('GET /status: connection refused'), pass('GET /status: 200')],
        'cartesia.voices-kept': [skip('no custom voices are deployed')],
      },
    },
  },
  'rolled-back': { plan: upgradePlan(), weather: { slower: 1.31 } },
  'failed-smoke': {
    plan: upgradePlan({ rollback: { ...upgradePlan().rollback, policy: 'never' } }),
    weather: {
      findings: {
        'cartesia.tts-sse': [
          fail('the stream ended without its last message', {
            expected: 'done',
            seen: hostile,
            objects: ['Pod/cartesia-api-0'],
          }),
        ],
      },
      lostRequests: 3,
    },
  },
  inconclusive: {
    plan: upgradePlan(),
    weather: {
      findings: { 'certificate-valid': [inconclusive('the API server did not answer in 10 s (429)')] },
      voidReason: 'the generator was saturated (own delay p99 41 ms)',
    },
  },
  suspect: {
    plan: upgradePlan(),
    weather: {
      slower: 1.31,
      beside: {
        unseen: ['not looked for: gpu-clocks, gpu-error (Prometheus has no metrics of DCGM)'],
        suspects: [
          {
            kind: 'cpu-throttling',
            object: 'Node/gpu-3',
            words: '47.6 of its 48 CPUs were busy, 24.1 of them for others than this release',
          },
          {
            kind: 'noisy-neighbour',
            object: 'Pod/batch/train-0',
            words: 'came to Node/gpu-3 at 14:18 UTC and asks for 24 of its 48 CPUs (50 %)',
          },
        ],
      },
    },
  },
  soaked: {
    plan: upgradePlan({
      soak: {
        everySeconds: 300,
        looks: 6,
        benches: [{ workload: 'tts-stream', settled: null, mostRuns: null }],
      },
    }),
    weather: { slower: 1.25, slowerFrom: 4 },
  },
  superseded: { plan: upgradePlan(), weather: { supersededAfter: 4 } },
  'needs-human': { plan: upgradePlan(), weather: { slower: 1.31, rollback: 'refused' } },
};

/** The voyages that every reporter is tried on, live and replayed from `testdata/<name>.json`. */
export const voyages: Readonly<Record<string, (observer?: RunObserver) => Promise<Voyage>>> =
  Object.fromEntries(
    Object.entries(scenes).map(([name, { plan, weather }]) => [
      name,
      (observer?: RunObserver) => sail(plan, weather, observer),
    ]),
  );

import { fail, inconclusive, pass, skip } from '../../suites/record/finding.ts';
import { firstPlan, upgradePlan } from './plan.ts';
import { sail, type Voyage } from './voyage.ts';

/** Text that breaks markup, XML, terminals and JSON in script elements wherever it is not escaped. */
export const hostile = `</script><img src=x onerror="alert(1)">&amp; ]]> \u001b[31mred\u0000 'quote" \u2028 ünïcode 語`;

/** The voyages that every reporter is tried on, live and replayed from `testdata/<name>.json`. */
export const voyages: Readonly<Record<string, () => Promise<Voyage>>> = {
  'first-pass': () => sail(firstPlan()),
  'upgrade-pass': () =>
    sail(upgradePlan(), {
      findings: {
        'cartesia.api-status': [fail('GET /status: connection refused'), pass('GET /status: 200')],
        'cartesia.voices-kept': [skip('no custom voices are deployed')],
      },
    }),
  'rolled-back': () => sail(upgradePlan(), { slower: 1.31 }),
  'failed-smoke': () =>
    sail(upgradePlan({ rollback: { ...upgradePlan().rollback, policy: 'never' } }), {
      findings: {
        'cartesia.tts-sse': [
          fail('the stream ended without its last message', {
            expected: 'done',
            seen: hostile,
            objects: ['Pod/a'],
          }),
        ],
      },
      lostRequests: 3,
    }),
  inconclusive: () =>
    sail(upgradePlan(), {
      findings: { 'certificate-valid': [inconclusive('the API server did not answer in 10 s (429)')] },
      voidReason: 'the generator was saturated (own delay p99 41 ms)',
    }),
  superseded: () => sail(upgradePlan(), { supersededAfter: 4 }),
  'needs-human': () => sail(upgradePlan(), { slower: 1.31, rollback: 'refused' }),
};

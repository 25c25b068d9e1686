import { expect, test } from 'vitest';
import { runSession } from '../../suites/engine/session.ts';
import { recordOf } from '../../suites/record/record.ts';
import { MemoryStore } from '../../suites/testing/fake-actions.ts';
import { planOf } from '../../suites/testing/plans.ts';
import { MovingClock, SoakingActions, soakOf } from '../../suites/testing/soaking.ts';
import { answers } from './answers.ts';
import { story } from './story.ts';

/** The last stages of a run that is soaked, after `steps` entries of its journal, or at its end. */
async function told(looks: SoakingActions['looks'], steps?: number) {
  const clock = new MovingClock();
  const actions = new SoakingActions(clock);
  actions.looks = looks;
  const plan = planOf({ soak: soakOf() });
  const store = new MemoryStore();
  await runSession(plan, { clock, store, actions }, new AbortController().signal);
  const record = recordOf(plan, store.entries.slice(0, steps));
  const stages = story(record);
  const from = stages.findIndex(({ key }) => key === 'verdict');
  return {
    lines: stages.slice(from).map(({ label, state, loud }) => [label, state, loud].filter(Boolean).join(' ')),
    soak: stages.find(({ key }) => key === 'soak')!,
    ...answers(record),
  };
}

test('a release that is soaked has passed, and when it is measured next is told', async () => {
  const { lines, soak, title } = await told(() => ({}), 8);
  expect(lines).toEqual(['Verdict pass PASS', 'Decision pass PROMOTE', 'soak running']);
  expect(soak.text).toMatch(
    /^2 of 6 runs over 10 min 30 s: TTFA p50 .* 0.1 % \(.*\) better than the last 8 .*; next at 03:15 UTC$/,
  );
  expect(soak.details).toHaveLength(2);
  expect(title).toBe('Pass: promoted');
});

test('a verdict that a soak took back is told after the one that it took back', async () => {
  const { lines, title, why } = await told((look) => (look >= 3 ? { ttfa: 150 } : {}));
  expect(lines).toEqual([
    'Verdict pass PASS',
    'Decision pass PROMOTE',
    'soak fail',
    'Verdict fail FAIL',
    'Decision fail ROLLBACK',
    'signal pass',
    'rollback pass',
  ]);
  expect([title, why]).toEqual(['Fail: rolled back', [expect.stringMatching(/^5 of 6 runs .* 25 %/)]]);
});

test('a soak that could not tell says why, and the pass stands', async () => {
  const hurt = { status: 'void', stoppedBy: 'queue', reason: 'queue is 9' } as const;
  const { soak, title } = await told((look) => (look === 2 ? hurt : {}));
  expect([soak.state, soak.text, title]).toEqual([
    'inconclusive',
    expect.stringMatching(/Speech: ended early: queue is 9$/),
    'Pass: promoted',
  ]);
});

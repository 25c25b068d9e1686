import { describe, expect, test } from 'vitest';
import type { Measured } from '../bench/plan.ts';
import { recordOf } from '../record/record.ts';
import { MemoryStore } from '../testing/fake-actions.ts';
import { planOf } from '../testing/plans.ts';
import { MovingClock, SoakingActions, soakOf } from '../testing/soaking.ts';
import type { Journal } from './journal.ts';
import type { RunPlan } from './plan.ts';
import { runSession } from './session.ts';

const forever = new AbortController().signal;
const soaking = (over: Parameters<typeof soakOf>[0] = {}, of: Partial<RunPlan> = {}) =>
  planOf({ soak: soakOf(over), ...of });

function world(looks: SoakingActions['looks'] = () => ({})) {
  const clock = new MovingClock();
  const actions = new SoakingActions(clock);
  actions.looks = looks;
  return { clock, actions, store: new MemoryStore() };
}

async function sail(of = world(), plan = soaking(), signal = forever) {
  return recordOf(plan, await runSession(plan, of, signal));
}

const slow = (ttfa: number) => (from: number) => (look: number) => (look >= from ? { ttfa } : {});
const kinds = (journal: Journal) => journal.map(({ kind }) => kind);
const ended = ({ journal }: { journal: Journal }) => journal.find(({ kind }) => kind === 'soak-ended');

describe('a release that passed is watched', () => {
  test('at fixed moments, beyond the deadline of the run; then its runs are accepted too', async () => {
    const of = world();
    const record = await sail(of, soaking({}, { deadlineAt: '2026-06-10T03:02:00.000Z' }));
    expect(record).toMatchObject({ phase: 'Passed', verdict: 'pass', decision: 'promote', signal: null });
    expect(of.actions.startedAt.slice(1).map((at) => at.slice(11, 19))).toEqual([
      '03:05:30',
      '03:10:30',
      '03:15:30',
      '03:20:30',
      '03:25:30',
      '03:30:30',
    ]);
    expect(of.actions.done.slice(-3)).toEqual(['measure 6', 'measure 7', 'accept soak']);
    expect(ended(record)).toMatchObject({ outcome: 'passed', baselines: ['cartesia-tts'] });
    expect(kinds(record.journal)).not.toContain('expired');
  });

  test('while it is, it is a passed release', async () => {
    const plan = soaking();
    const seen: string[] = [];
    const journaled = (_: RunPlan, journal: Journal) => {
      const { phase, verdict, decision } = recordOf(plan, journal);
      if (journal.at(-1)?.kind === 'accepted') seen.push(phase, verdict ?? '', decision ?? '');
    };
    await runSession(plan, { ...world(), observer: { journaled } }, forever);
    expect(seen).toEqual(['Soaking', 'pass', 'promote']);
  });

  test('what begins in the middle is signalled once, rolled back, and taken out of the baselines', async () => {
    const of = world(slow(150)(3));
    const record = await sail(of);
    expect(record).toMatchObject({
      phase: 'Failed',
      verdict: 'fail',
      decision: 'rollback',
      blame: 'release',
      signal: { id: 'cartesia-r2.soak-decision' },
    });
    expect(record.reasons[0]).toMatch(
      /soak of fresh pods: .* 25 % .* by 3 runs; limit 10 %; since 2026-06-10T03:15/,
    );
    expect(of.actions.done.slice(-7)).toEqual([
      'measure 6',
      'signal cartesia-r2.soak-decision',
      'withdraw',
      'rollback seatrial-rollback-cartesia-r2',
      'await rollback',
      'settle rollback',
      'rollback rollback/images',
    ]);
    expect(record.results.filter(({ suite }) => suite === 'soak')).toMatchObject([
      { check: 'soak.tts.8/ttfa_p50.fresh', outcome: 'fail', gate: 'blocking' },
    ]);
  });

  test('where the state before it was not good, nobody says that this release made it worse', async () => {
    const record = await sail(world(slow(150)(3)), soaking({}, { failedBefore: ['images'] }));
    expect(record).toMatchObject({ phase: 'Inconclusive', verdict: 'inconclusive', decision: 'hold' });
    expect(record.reasons[0]).toMatch(/the state before it was not good, images failed/);
  });

  test('without a way back it is held', async () => {
    const of = world(slow(150)(3));
    const plan = soaking({}, { rollback: { ...planOf().rollback, policy: 'never' } });
    expect(await sail(of, plan)).toMatchObject({ phase: 'NeedsHuman', verdict: 'fail', decision: 'hold' });
    expect(of.actions.done).toContain('withdraw');
  });
});

describe('nothing is concluded, and it is told', () => {
  const old = { podAgeSeconds: 7200 };
  test.each<[string, (look: number) => Partial<Measured> & { ttfa?: number }, RegExp]>([
    ['two strays in a row', (look) => (look === 3 || look === 4 ? { ttfa: 180 } : {}), /uncertain/],
    [
      'suspects',
      (look) => ({
        ttfa: 150,
        suspects: look % 2 ? [{ kind: 'gpu-clocks', object: 'Node/gpu-3', words: 'clocks fell' }] : [],
      }),
      /limit 10 %/,
    ],
    ['runs that do not count', () => ({ status: 'void', reason: 'pods changed', ttfa: 150 }), /0 of 6/],
    [
      'users in the way',
      (look) => (look === 2 ? { status: 'void', stoppedBy: 'queue', reason: 'queue is 9' } : {}),
      /ended early: queue is 9/,
    ],
  ])('%s', async (_, looks, says) => {
    const of = world(looks);
    const record = await sail(of);
    expect(record).toMatchObject({ phase: 'Passed', verdict: 'pass', signal: null });
    expect(ended(record)).toMatchObject({ outcome: 'inconclusive', reason: expect.stringMatching(says) });
    expect(of.actions.done).not.toContain('accept soak');
  });

  test.each([
    ['as they say', old, {}],
    ['as their rollout was', {}, { createdAt: '2026-06-10T00:00:00.000Z' }],
  ])('pods slower than younger ones were, as old %s: a person is asked', async (_, age, plan) => {
    const of = world((look) => ({ ...slow(150)(3)(look), ...age }));
    const record = await sail(of, soaking({ settled: null }, plan));
    expect(record).toMatchObject({ phase: 'Inconclusive', verdict: 'inconclusive', decision: 'hold' });
    expect(record.needsHuman).toMatch(/it may be age and not the release/);
    expect(of.actions.done).not.toContain('withdraw');
  });
});

describe('a soak stops', () => {
  test('when a newer release is there, which takes nothing from the pass', async () => {
    const of = world();
    of.clock.sleep = async (milliseconds) => {
      of.clock.pass(milliseconds / 1000);
      if (of.clock.now() > new Date('2026-06-10T03:12:00.000Z'))
        of.actions.deployed = { ...of.actions.deployed, revision: 3 };
    };
    const record = await sail(of);
    expect(record).toMatchObject({ phase: 'Passed', verdict: 'pass', decision: 'promote', needsHuman: null });
    expect(ended(record)).toMatchObject({ outcome: 'superseded', at: '2026-06-10T03:12:15.000Z' });
    expect(of.actions.done.slice(-3)).toEqual(['accept', 'measure 2', 'measure 3']);
  });

  test('when one is there at the moment of the second decision', async () => {
    const of = world(slow(150)(3));
    of.actions.occurrence = async (_, fresh) => ({
      ...of.actions.deployed,
      revision: fresh && of.actions.done.includes('measure 6') ? 3 : 2,
    });
    expect(await sail(of)).toMatchObject({ phase: 'Passed', signal: null });
  });

  test('when the budget is used up, the runs of the trial among it', async () => {
    const of = world();
    expect(ended(await sail(of, soaking({ mostRuns: 4 })))).toMatchObject({
      outcome: 'inconclusive',
      reason: expect.stringMatching(/budget/),
    });
    expect(of.actions.done).toContain('measure 4');
    expect(of.actions.done).not.toContain('measure 5');
  });

  test('but not for a window that is closed for now', async () => {
    const of = world((look) =>
      look === 1 ? { status: 'void', stoppedBy: 'windows', reason: 'outside of the time' } : {},
    );
    expect(ended(await sail(of))).toMatchObject({ outcome: 'passed' });
  });
});

describe('killed anywhere, a soak goes on to the same end, at the same moments', () => {
  test.each([
    ['good', () => ({})],
    ['bad', slow(150)(3)],
  ] as const)('%s', async (_, looks) => {
    const whole = world(looks);
    await sail(whole);
    for (let dieAfter = 0; dieAfter < whole.store.entries.length; dieAfter++) {
      const of = world(looks);
      of.store.dieAfter = dieAfter;
      await expect(sail(of)).rejects.toThrow('killed');
      of.store.dieAfter = Number.POSITIVE_INFINITY;
      const { journal } = await sail(of);
      expect(kinds(journal)).toEqual(kinds(whole.store.entries));
      expect(
        new Set(of.actions.done.filter((step) => /^(signal|withdraw|rollback seatrial)/.test(step))),
      ).toEqual(
        new Set(whole.actions.done.filter((step) => /^(signal|withdraw|rollback seatrial)/.test(step))),
      );
    }
  });

  test('in the middle of its wait', async () => {
    const of = world();
    const kill = new AbortController();
    const { sleep } = of.clock;
    of.clock.sleep = async (milliseconds, signal) => {
      if (of.actions.done.includes('measure 3')) kill.abort(new Error('killed'));
      return sleep(milliseconds, signal);
    };
    await expect(sail(of, soaking(), kill.signal)).rejects.toThrow('killed');
    of.clock.sleep = sleep;
    of.clock.pass(70);
    await sail(of);
    expect(of.actions.startedAt.map((at) => at.slice(11, 16))).toEqual([
      '03:00',
      '03:05',
      '03:10',
      '03:15',
      '03:20',
      '03:25',
      '03:30',
    ]);
  });

  test('for so long that moments were missed: they are not made up for', async () => {
    const of = world();
    const { sleep } = of.clock;
    of.clock.sleep = async (milliseconds, signal) => {
      await sleep(milliseconds, signal);
      if (of.actions.startedAt.length === 2) of.clock.pass(900);
    };
    const record = await sail(of);
    expect(of.actions.startedAt.slice(1).map((at) => at.slice(11, 16))).toEqual([
      '03:05',
      '03:21',
      '03:25',
      '03:30',
    ]);
    expect(ended(record)).toMatchObject({ outcome: 'passed' });
  });
});

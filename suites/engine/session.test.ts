import { describe, expect, test } from 'vitest';
import { recordOf } from '../record/record.ts';
import { FakeActions, MemoryStore, stillClock } from '../testing/fake-actions.ts';
import { benchOf, planOf } from '../testing/plans.ts';
import { runSession } from './session.ts';

const signal = new AbortController().signal;

async function sail(actions: FakeActions, plan = planOf(), store = new MemoryStore()) {
  const journal = await runSession(plan, { clock: stillClock, store, actions }, signal);
  return recordOf(plan, journal);
}

describe('a run from start to end', () => {
  test('a good release is verified, smoke-tested, measured, accepted and promoted, without a signal', async () => {
    const actions = new FakeActions();
    const record = await sail(actions);
    expect(record).toMatchObject({ phase: 'Passed', verdict: 'pass', decision: 'promote', needsHuman: null });
    expect(actions.done).toEqual(['settle release', 'verify/images', 'smoke/bytes', 'measure 1', 'accept']);
    expect(record.signal).toBeNull();
  });

  test('a slower release is measured twice, rolled back once, and the rollback is verified', async () => {
    const actions = new FakeActions();
    actions.ttfa = [157];
    const record = await sail(actions);
    expect(record).toMatchObject({
      phase: 'Failed',
      verdict: 'fail',
      decision: 'rollback',
      blame: 'release',
    });
    expect(record.reasons[0]).toMatch(/TTFA p50 at 8 streams per GPU/);
    expect(actions.done.slice(3)).toEqual([
      'measure 1',
      'measure 2',
      'signal cartesia-r2.decision',
      'rollback seatrial-rollback-cartesia-r2',
      'await rollback',
      'settle rollback',
      'rollback rollback/images',
    ]);
  });

  test('a check that fails once and then passes does not condemn', async () => {
    const actions = new FakeActions();
    actions.outcomes = { 'verify/images': ['fail', 'pass'] };
    expect(await sail(actions)).toMatchObject({ verdict: 'pass' });
  });

  test('a confirmed failure stops the later suites and rolls back', async () => {
    const actions = new FakeActions();
    actions.outcomes = { 'verify/images': ['fail'] };
    expect(await sail(actions)).toMatchObject({ verdict: 'fail', decision: 'rollback' });
    expect(actions.done).not.toContain('smoke/bytes');
  });

  test('what cannot be told holds, and asks a person', async () => {
    const actions = new FakeActions();
    actions.outcomes = { 'smoke/bytes': ['inconclusive'] };
    const record = await sail(actions);
    expect(record).toMatchObject({ phase: 'Inconclusive', verdict: 'inconclusive', decision: 'hold' });
    expect(record.needsHuman).toMatch(/bytes/);
  });

  test('a release that changes under the run supersedes it: no signal, no rollback', async () => {
    const actions = new FakeActions();
    actions.deployed = { ...actions.deployed, revision: 3 };
    expect(await sail(actions)).toMatchObject({ phase: 'Superseded', decision: 'hold', signal: null });
    expect(actions.done).toEqual([]);
  });

  test('a rolled-back release that does not verify needs a person', async () => {
    const actions = new FakeActions();
    actions.ttfa = [157];
    actions.settles = ['pass', 'fail'];
    expect(await sail(actions)).toMatchObject({ phase: 'NeedsHuman', verdict: 'fail' });
  });

  test('without a verified revision a bad release is held, not rolled back', async () => {
    const actions = new FakeActions();
    actions.ttfa = [157];
    const plan = planOf({ rollback: { ...planOf().rollback, target: null } });
    expect(await sail(actions, plan)).toMatchObject({ verdict: 'fail', decision: 'hold' });
  });

  test('a first release without a baseline is judged by its expected range, and says so', async () => {
    const actions = new FakeActions();
    const plan = planOf({ bench: [benchOf({ baseline: null })] });
    const record = await sail(actions, plan);
    expect(record.verdict).toBe('pass');
    expect(record.results.map(({ check }) => check)).toContain('bench.tts.8/ttfa_p50.range');
    expect(record.results.map(({ check }) => check)).not.toContain('bench.tts.8/ttfa_p50.regression');
  });
});

describe('killed anywhere, it goes on to the same end', () => {
  test.each([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])('killed before entry %i is written', async (dieAfter) => {
    const whole = new MemoryStore();
    const first = new FakeActions();
    first.ttfa = [157];
    await sail(first, planOf(), whole);

    const store = new MemoryStore();
    store.dieAfter = dieAfter;
    const actions = new FakeActions();
    actions.ttfa = [157];
    const killed = sail(actions, planOf(), store);
    if (dieAfter < whole.entries.length) await expect(killed).rejects.toThrow('killed');
    store.dieAfter = Number.POSITIVE_INFINITY;
    const record = await sail(actions, planOf(), store);
    expect(record.journal.map(({ kind }) => kind)).toEqual(whole.entries.map(({ kind }) => kind));
    expect(new Set(actions.done.filter((step) => step.startsWith('signal')))).toHaveLength(1);
    expect(new Set(actions.done.filter((step) => step.startsWith('rollback seatrial')))).toHaveLength(1);
  });
});

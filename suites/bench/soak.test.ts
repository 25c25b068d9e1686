import { describe, expect, test } from 'vitest';
import { seededNormal } from '../../load/judge/seeded.ts';
import { journalOf, measuredEntry, planOf, type Unstamped } from '../testing/plans.ts';
import { baselineOf, soakOf } from '../testing/soaking.ts';
import type { Measured } from './plan.ts';
import { soakStates } from './soak.ts';

const looks = 12;

/** A run of the soak that pods of that age made. */
function soaked(run: number, ttfa: number, over: Partial<Measured> = {}): Unstamped {
  const { measured } = measuredEntry(run, ttfa) as Extract<Unstamped, { kind: 'measured' }>;
  return { kind: 'soaked', measured: { ...measured, podAgeSeconds: 7200, ...over } };
}

/** What a soak says after its last run, where it said nothing before. */
function stateOf(accepted: readonly number[], values: readonly number[], settled = true) {
  const baseline = baselineOf(accepted);
  const plan = planOf({ soak: { ...soakOf({ settled: settled ? baseline : null }), looks } });
  return soakStates(plan, journalOf(...values.map((ttfa, index) => soaked(index + 2, ttfa)))).at(-1)!;
}

/** The look at which a soak proves a regression; null: at none. */
function provenAt(accepted: readonly number[], values: readonly number[]): number | null {
  for (let look = 1; look <= values.length; look++)
    if (stateOf(accepted, values.slice(0, look)).state === 'regressed') return look;
  return null;
}

describe.each([0.01, 0.02, 0.04])('of 100 releases at a run-to-run noise of %f', (noise) => {
  const normal = seededNormal(6);
  const runs = (count: number, factor = 1) =>
    Array.from({ length: count }, () => 120 * factor * Math.exp(noise * normal()));

  test('those that did not change are not signalled', () => {
    const alarms = Array.from({ length: 100 }, () => provenAt(runs(8), runs(looks)));
    expect(alarms.filter((look) => look !== null).length).toBeLessThanOrEqual(noise < 0.04 ? 0 : 1);
  });

  test('those that get 20 % slower in the middle are found before the end, and not before that', () => {
    const found = Array.from({ length: 100 }, () =>
      provenAt(runs(8), [...runs(looks / 2), ...runs(looks / 2, 1.2)]),
    );
    expect(found.filter((look) => look !== null && look > looks / 2).length).toBeGreaterThanOrEqual(
      noise < 0.04 ? 100 : 80,
    );
  });
});

const steady = [120, 121, 119, 120, 122, 118, 120, 121];

test('what began hours into it is told by the runs since', () => {
  const { runs, reason } = stateOf(steady, [...Array(8).fill(120), 151, 150, 149]);
  expect(runs.map(({ run }) => run)).toEqual([10, 11, 12]);
  expect(reason).toMatch(/^TTFA p50 at 8 streams per GPU is 25 % worse .* by 3 runs; limit 10 %$/);
});

test('a slow creep is found as well', () => {
  const leak = Array.from({ length: looks }, (_, look) => 120 * 1.03 ** look);
  expect(provenAt(steady, leak)).toBeLessThanOrEqual(9);
});

test.each([
  ['two of them were slow', [120, 120, 180, 180, 120, 120]],
  ['only the last two are', [120, 120, 120, 120, 150, 150]],
])('nothing is proven where %s', (_, values) => {
  expect(stateOf(steady, values).state).not.toBe('regressed');
});

test('pods that are older than those of the accepted runs are told apart', () => {
  const slow = [150, 150, 150];
  expect(stateOf(steady, slow)).toMatchObject({ state: 'regressed', sameAge: true });
  expect(stateOf(steady, slow, false)).toMatchObject({ state: 'regressed', sameAge: false });
});

test('runs with a suspect prove nothing, those since then do', () => {
  const suspects = [{ kind: 'gpu-clocks', object: 'Node/gpu-3', words: 'clocks fell' } as const];
  const plan = planOf({ soak: soakOf() });
  const slow = (count: number, suspected: number) =>
    soakStates(
      plan,
      journalOf(
        ...Array.from({ length: count }, (_, look) =>
          soaked(look + 2, 150, look === suspected ? { suspects } : {}),
        ),
      ),
    )[0]!;
  expect(slow(3, 0)).toMatchObject({ state: 'inconclusive', suspects });
  expect(slow(3, 2).state).toBe('inconclusive');
  expect(slow(4, 0)).toMatchObject({ state: 'regressed', suspects: [] });
});

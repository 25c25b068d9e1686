import { availableParallelism } from 'node:os';
import { expect, test } from 'vitest';
import type { Measured } from './run-case.ts';
import { undisturbed } from './undisturbed.ts';

const row = (stolenMs: number, truthLatenessP99 = 0.1) =>
  ({ usage: { stolenMs }, fidelity: { truthLatenessP99 } }) as Measured;
const times = { warmupSeconds: 1, measureSeconds: 10, tries: 3 };
const much = 0.5 * 10_000 * availableParallelism();

const measured = async (...rows: Measured[]) => {
  let asked = 0;
  const kept = await undisturbed(
    async () => rows[asked++]!,
    times,
    () => {},
  );
  return { asked, kept };
};

test('a row of a machine of its own is measured once', async () => {
  expect(await measured(row(0))).toEqual({ asked: 1, kept: row(0) });
});

test('otherwise again, until the tries are used up; the least stolen counts', async () => {
  expect(await measured(row(much), row(much / 2), row(much))).toEqual({ asked: 3, kept: row(much / 2) });
  expect((await measured(row(1, 50), row(0))).kept).toEqual(row(0));
});

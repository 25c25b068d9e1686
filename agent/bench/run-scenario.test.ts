import { expect, it } from 'vitest';
import { runScenario } from './run-scenario.ts';
import { scenarios } from './scenario.ts';

it('finds each upgrade that is 20 % slower and signals none that is unchanged, the same ones each time', async () => {
  const scenario = { ...scenarios[0]!, ways: scenarios[0]!.ways.slice(0, 1) };
  const shifts = scenario.shifts.filter(({ name }) => name === '+20 %');
  const found = () => runScenario({ ...scenario, shifts }, { upgrades: 10, clusters: 2, seed: 1 });
  const [table] = await found();
  expect(table!.scores).toMatchObject([
    { shift: 'unchanged', upgrades: 10, rolledBack: 0, promoted: 10 },
    { shift: '+20 %', upgrades: 10, rolledBack: 10, byBaseline: 10 },
  ]);
  expect(await found()).toEqual([table]);
}, 60_000);

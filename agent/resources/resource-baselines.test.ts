import { expect, it } from 'vitest';
import type { Measured } from '../../suites/bench/plan.ts';
import { MemoryResources } from '../testing/memory-resources.ts';
import { type Baseline, keptRuns } from './baseline.ts';
import { ResourceBaselines } from './resource-baselines.ts';

const measured = (run: number, value: number): Measured => ({
  workload: 'tts',
  run,
  startedAt: '2026-06-10T03:00:00.000Z',
  finishedAt: '2026-06-10T03:01:00.000Z',
  status: 'valid',
  reason: '',
  scalars: { '8/ttfa_p50': { value, samples: 300 } },
  curves: {},
  requests: 400,
  errors: 0,
  generatorIdle: 0.7,
});

it('keeps the last runs and the first, each once', async () => {
  const resources = new MemoryResources<Baseline>();
  const store = new ResourceBaselines(resources, 'n');
  expect(await store.load('k')).toBeNull();
  for (let release = 0; release < 25; release++) {
    await store.accept('k', `r${release}`, [measured(1, 100 + release)]);
    await store.accept('k', `r${release}`, [measured(1, 100 + release)]);
  }
  const values = (await store.load('k'))!.scalars['8/ttfa_p50'];
  expect(values).toEqual(Array.from({ length: keptRuns }, (_, i) => 105 + i));
  expect((await resources.get('n', 'k'))!.spec.anchor).toMatchObject({ run: 'r0/1' });
});

it('is no baseline before it has four runs, or no second release could ever pass', async () => {
  const store = new ResourceBaselines(new MemoryResources<Baseline>(), 'n');
  for (const run of [1, 2, 3]) await store.accept('k', 'a', [measured(run, 100)]);
  expect(await store.load('k')).toBeNull();
  await store.accept('k', 'b', [measured(1, 100)]);
  expect((await store.load('k'))!.scalars['8/ttfa_p50']).toHaveLength(4);
});

it('loses no run to another writer', async () => {
  const resources = new MemoryResources<Baseline>();
  const store = new ResourceBaselines(resources, 'n');
  await store.accept('k', 'a', [measured(1, 1)]);
  resources.beforeWrite = () => {
    resources.beforeWrite = () => {};
    resources.touch('n', 'k', (one) => ({
      ...one,
      spec: { ...one.spec, runs: [...one.spec.runs, { at: '', run: 'theirs/1', scalars: {} }] },
    }));
  };
  await store.accept('k', 'b', [measured(1, 2)]);
  const { runs } = (await resources.get('n', 'k'))!.spec;
  expect(runs.map(({ run }) => run)).toEqual(['a/1', 'theirs/1', 'b/1']);
});

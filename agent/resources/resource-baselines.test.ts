import { describe, expect, it } from 'vitest';
import type { Calibration } from '../../suites/bench/calibration.ts';
import type { Measured } from '../../suites/bench/plan.ts';
import { MemoryResources } from '../testing/memory-resources.ts';
import { type Baseline, keptRuns } from './baseline.ts';
import { withNewLevel, withoutPin, withPin } from './baseline-decisions.ts';
import { acceptedRuns } from './baseline-runs.ts';
import { ResourceBaselines } from './resource-baselines.ts';

const measured = (run: number, value: number, over: Partial<Measured> = {}): Measured => ({
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
  ...over,
});

const open = () => {
  const resources = new MemoryResources<Baseline>();
  const store = new ResourceBaselines(resources, 'n');
  const accept = async (values: readonly number[], over: Partial<Measured> = {}): Promise<void> => {
    for (const value of values) await store.accept('k', `r${value}`, [measured(1, value, over)]);
  };
  const compared = async (pods: 'fresh' | 'settled' = 'fresh') =>
    (await store.load('k', pods))?.scalars['8/ttfa_p50'];
  return { resources, store, accept, compared };
};
const settled = { podAgeSeconds: 1800 };
const ada = { at: '2026-06-11T08:00:00.000Z', who: 'ada', why: 'new voices' };

it('keeps the last runs and the first, each once', async () => {
  const { resources, accept, compared } = open();
  expect(await compared()).toBeUndefined();
  const values = Array.from({ length: 25 }, (_, release) => 100 + release);
  await accept(values.flatMap((value) => [value, value]));
  expect(await compared()).toEqual(values.slice(-keptRuns));
  expect((await resources.get('n', 'k'))!.spec.anchor).toMatchObject({ run: 'r100/1' });
});

it('is no baseline before it has four runs, or no second release could ever pass', async () => {
  const { accept, compared } = open();
  await accept([101, 102, 103]);
  expect(await compared()).toBeUndefined();
  await accept([104]);
  expect(await compared()).toHaveLength(4);
});

it('gives back what a soak disproved, the first run too', async () => {
  const { resources, store, accept, compared } = open();
  await accept([100, 101, 102, 103, 104, 105]);
  await store.withdraw('k', 'r100');
  await store.withdraw('k', 'r103');
  await store.withdraw('k', 'r10');
  expect(await compared()).toEqual([101, 102, 104, 105]);
  expect((await resources.get('n', 'k'))!.spec.anchor).toMatchObject({ run: 'r101/1' });
});

it('loses no run to another writer', async () => {
  const { resources, accept } = open();
  await accept([1]);
  resources.beforeWrite = () => {
    resources.beforeWrite = () => {};
    resources.touch('n', 'k', (one) => ({
      ...one,
      spec: { ...one.spec, runs: [...one.spec.runs, { at: '', run: 'theirs/1', scalars: {} }] },
    }));
  };
  await accept([2]);
  const { runs } = (await resources.get('n', 'k'))!.spec;
  expect(runs.map(({ run }) => run)).toEqual(['r1/1', 'theirs/1', 'r2/1']);
});

describe('pods of equal age', () => {
  it('are compared with each other; where nobody says, they are fresh', async () => {
    const { accept, compared } = open();
    await accept([1, 2, 3]);
    await accept([4], { podAgeSeconds: 1799 });
    await accept([5, 6, 7, 8], settled);
    expect(await compared()).toEqual([1, 2, 3, 4]);
    expect(await compared('settled')).toEqual([5, 6, 7, 8]);
  });

  it('do not push each other out', async () => {
    const { accept, compared } = open();
    await accept([1, 2, 3, 4]);
    await accept(
      Array.from({ length: 30 }, (_, nth) => 100 + nth),
      settled,
    );
    expect(await compared()).toEqual([1, 2, 3, 4]);
    expect(await compared('settled')).toHaveLength(keptRuns);
  });

  it('share no anchor', async () => {
    const { store, accept } = open();
    await accept([1]);
    await accept([5, 6, 7, 8], settled);
    expect(await store.load('k', 'settled')).not.toHaveProperty('anchor');
  });
});

describe('what persons decided', () => {
  it('holds the window while it is pinned; accepted runs wait beside it', async () => {
    const { store, accept, compared } = open();
    await accept([1, 2, 3, 4]);
    await store.change('k', (spec) => withPin(spec, ada));
    await accept([5, 6]);
    expect(await compared()).toEqual([1, 2, 3, 4]);
    expect((await store.load('k', 'fresh'))!.origin).toBe(
      'accepted runs of this cluster, pinned by ada on 2026-06-11: new voices',
    );
    const { pinned, changes } = await store.change('k', (spec) => withoutPin(spec, ada));
    expect([pinned, changes!.map(({ kind }) => kind)]).toEqual([undefined, ['pinned', 'unpinned']]);
    expect(await compared()).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('holds no run that was taken back, pinned or not', async () => {
    const { store, accept, compared } = open();
    await accept([1, 2, 3, 4, 5]);
    await store.change('k', (spec) => withPin(spec, ada));
    await store.withdraw('k', 'r1');
    expect(await compared()).toEqual([2, 3, 4, 5]);
    const { runs, anchor } = (await store.find('k'))!;
    expect([runs.length, anchor!.run]).toEqual([4, 'r2/1']);
  });

  it('starts the window and the anchor anew with a change that was accepted, once', async () => {
    const { store, accept, compared } = open();
    await accept([100, 101, 102, 103]);
    const slower = acceptedRuns('bad', [measured(1, 130), measured(2, 131)]);
    const accepted = await store.change('k', (spec) => withNewLevel(spec, 'bad', slower, ada));
    expect(accepted.before!.map(({ run }) => run)).toEqual(['r100/1', 'r101/1', 'r102/1', 'r103/1']);
    expect(await compared()).toBeUndefined();
    await accept([132, 133]);
    expect(await compared()).toEqual([130, 131, 132, 133]);
    const { anchor, origin } = (await store.load('k', 'fresh'))!;
    expect(anchor).toEqual({ '8/ttfa_p50': 130 });
    expect(origin).toBe(
      'accepted runs of this cluster, since ada accepted a change on 2026-06-11: new voices',
    );
    const again = await store.change('k', (spec) => withNewLevel(spec, 'bad', slower, ada));
    expect(again.runs).toHaveLength(4);
  });
});

describe('a snapshot', () => {
  const criteria = { a: [1, 2], b: [2, 4], c: [3, 6], error_rate: [0, 0] };
  const wide = (run: number, noise: number): Measured =>
    measured(run, 0, {
      scalars: Object.fromEntries(
        Object.entries(criteria).map(([id, [low, high]]) => [
          id,
          { value: low! + (high! - low!) * noise, samples: 1 },
        ]),
      ),
      controls: { network_rtt_p50_ms: run },
      background: { queue: { before: 0, during: run }, users: { before: 1, during: null } },
    });

  it('says what the runs tell of the spread, no surer than one of them could', async () => {
    const { store, resources } = open();
    await store.accept(
      'k',
      'r',
      [0.1, 0.2, 0.15, 0.12, 0.18].map((noise, nth) => wide(nth + 1, noise)),
    );
    const { prior, controls } = (await store.load('k', 'fresh'))!;
    expect(prior!.d0).toBeLessThanOrEqual(2);
    expect(prior!.s0).toBeCloseTo(0.04, 2);
    expect(controls).toEqual({ network_rtt_p50_ms: [1, 2, 3, 4, 5] });
    expect((await resources.get('n', 'k'))!.spec.runs[4]!.background).toEqual({ queue: 5 });
  });

  it('prefers a calibration, and leaves out what was unsteady in it', async () => {
    const { store, accept } = open();
    await accept([1, 2, 3, 4]);
    const prior = { s0: 0.01, d0: 12 };
    const steady = { spread: 0.01, df: 7, smallestEffect: 0.04 };
    const calibration: Calibration = {
      at: '2026-06-10T00:00:00Z',
      runs: 8,
      criteria: { a: steady, b: { ...steady, unsteady: 'still warming up' } },
      prior,
    };
    await store.calibrate('k', calibration);
    expect(await store.load('k', 'fresh')).toMatchObject({ prior, smallestEffect: { a: 0.04 } });
    expect((await store.load('k', 'fresh'))!.smallestEffect).not.toHaveProperty('b');
  });

  it('takes the spread of the level before, which the compared runs have no part in', async () => {
    const { store } = open();
    await store.accept(
      'k',
      'old',
      [0.1, 0.9, 0.2, 0.8, 0.5].map((noise, nth) => wide(nth + 1, noise)),
    );
    const wideSpread = (await store.load('k', 'fresh'))!.prior!.s0;
    const calm = [0.5, 0.5, 0.5, 0.501].map((noise, nth) => wide(nth + 1, noise));
    await store.change('k', (spec) => withNewLevel(spec, 'new', acceptedRuns('new', calm), ada));
    expect((await store.load('k', 'fresh'))!.prior).toEqual({ s0: wideSpread, d0: 4 });
  });
});

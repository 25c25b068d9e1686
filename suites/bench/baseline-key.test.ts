import fc from 'fast-check';
import { expect, test } from 'vitest';
import { platforms } from '../platforms/index.ts';
import type { Platform } from '../platforms/platform.ts';
import type { Workload } from '../platforms/workload.ts';
import type { Subject } from '../release/subject.ts';
import { subjectOf } from '../testing/plans.ts';
import { baselineKey } from './baseline-key.ts';

const platform = platforms.cartesia!;
const workload = platform.workloads[0]!;
const alone = { besideUsers: false };

type Pool = Partial<Subject['workloads'][number]>;
const served = (...pools: Pool[]): Subject =>
  subjectOf({
    workloads: pools.map((pool, index) => ({
      ...{ kind: 'Deployment', name: `tts-worker-${index}`, templateHash: 'a', replicas: 2, gpusPerPod: 1 },
      ...pool,
    })),
  });
const key = (...pools: Pool[]): string => baselineKey(platform, workload, served(...pools), alone);

const plain = 'cartesia-tts-websocket-2x-nvidia-h100-80gb-hbm3';

test('names hardware and its layout, and not what a release changes', () => {
  expect(key({})).toBe(plain);
  expect(key({ templateHash: 'other' })).toBe(plain);
  expect(baselineKey(platform, workload, subjectOf({ tag: 'sonic-20270101' }), alone)).toBe(plain);
  expect(baselineKey(platform, workload, served({}), {})).toBe(`${plain}-beside-users`);
});

test.each<[string, Pool[]]>([
  ['more replicas', [{ replicas: 4 }]],
  ['as many GPUs, two in each pod', [{ replicas: 1, gpusPerPod: 2 }]],
  ['one model over both of them', [{ replicas: 1, gpusPerPod: 2, layout: ['tp2'] }]],
  ['slices of a GPU', [{ layout: ['mig-1g.5gb'] }]],
])('differs for %s', (_, pools) => {
  expect(key(...pools)).not.toBe(plain);
});

test('knows several GPU models apart from one, and a MIG profile once', () => {
  const on = (gpu: Partial<Subject['gpu']>, pool: Pool = {}): string =>
    baselineKey(platform, workload, { ...served(pool), gpu: { model: null, ready: 2, ...gpu } }, alone);
  expect(on({})).toBe('cartesia-tts-websocket-2x-unknown-gpu');
  expect(on({ mix: '1 × H100 and 1 × L4' })).toBe('cartesia-tts-websocket-2x-1-h100-and-1-l4');
  expect(on({ model: 'A100-MIG-1g.5gb' }, { layout: ['mig-1g.5gb'] })).toBe(
    'cartesia-tts-websocket-2x-a100-mig-1g-5gb',
  );
});

test('is the same whichever pool comes first', () => {
  const [a, b] = [{ gpusPerPod: 2 }, { gpusPerPod: 4, layout: ['tp4'] }];
  expect(key(a, b)).toBe(key(b, a));
});

test('is a DNS name of bounded length, whatever the names, and differs where they do', () => {
  const keyOf = (name: string, model: string): string =>
    baselineKey(
      { ...platform, name } as Platform,
      { ...workload, name: 'w' } as Workload,
      { ...served({}), gpu: { model, ready: 2 } },
      alone,
    );
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 200 }), fc.string({ maxLength: 200 }), (name, model) => {
      const made = keyOf(name, model);
      expect(made).toMatch(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/);
      expect(made.length).toBeLessThanOrEqual(100);
    }),
  );
  const long = 'a'.repeat(120);
  expect(keyOf(long, 'x')).toHaveLength(100);
  expect(keyOf(long, 'x')).not.toBe(keyOf(long, 'y'));
});

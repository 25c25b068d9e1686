import { expect, test, vi } from 'vitest';
import type { HttpRequest } from '../../../probes/http/probe.ts';
import { contextOf, modelsReply, poolSet, type Reply } from '../testing.ts';
import { scaleFromZero } from './scale-from-zero.ts';

vi.mock('../pause.ts', () => ({ pause: async () => {} }));

const told = (reason: RegExp) => expect.stringMatching(reason);
const vector: Reply = { body: { items: [{ dense: { dims: 1, values: [1] } }] } };
const provisioning: Reply = {
  status: 202,
  headers: { 'retry-after': '120' },
  body: { status: 'provisioning' },
};

const run = (
  pools: readonly object[],
  answer: (request: HttpRequest) => Reply,
  pods: readonly object[] = [],
  progress: string[] = [],
) =>
  scaleFromZero.run(
    contextOf({
      replies: { 'GET /v1/models': modelsReply('BAAI/bge-m3'), 'POST /v1/encode/BAAI/bge-m3': answer },
      objects: { statefulsets: pools, pods },
      settings: { coldStartSeconds: 20 },
      progress: (text) => progress.push(text),
    }),
  );

test('nothing rests', async () => {
  expect(await run([poolSet('l4', 1)], () => vector)).toMatchObject({ outcome: 'skip' });
});

test('each pool that rests is asked by its profile, and waited for', async () => {
  const asked: string[] = [];
  const progress: string[] = [];
  const answer = ({ headers }: HttpRequest) => {
    asked.push(headers?.['x-sie-machine-profile'] ?? '');
    return asked.length % 3 === 0 ? vector : provisioning;
  };
  const found = await run(
    [poolSet('l4', 0), poolSet('a100-40gb', 0), poolSet('cpu', 1)],
    answer,
    [],
    progress,
  );
  expect(found).toMatchObject({ outcome: 'pass', reason: told(/l4 after 10 s, a100-40gb after 10 s/) });
  expect(asked).toEqual(['l4', 'l4', 'l4', 'a100-40gb', 'a100-40gb', 'a100-40gb']);
  expect(progress[0]).toBe('l4: provisioning; waited 0 s of at most 20 s');
});

test('a pool that does not come up in its time fails, and its pods say why', async () => {
  const pending = {
    metadata: { name: 'sie-worker-l4-0' },
    status: {
      phase: 'Pending',
      conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable' }],
    },
  };
  expect(await run([poolSet('l4', 0)], () => provisioning, [pending])).toMatchObject({
    outcome: 'fail',
    reason: 'pool l4 did not come up within 20 s',
    evidence: { seen: told(/no node has room/), objects: ['StatefulSet/sie-worker-l4'] },
  });
});

test('an answer that promises nothing ends the wait', async () => {
  const gone = { status: 503, body: { status: 'gpu_not_configured' } };
  expect(await run([poolSet('l4', 0)], () => gone)).toMatchObject({
    outcome: 'fail',
    reason: told(/gpu_not_configured/),
  });
});

test('no more than four pools are woken, and the rest is named', async () => {
  const pools = ['a', 'b', 'c', 'd', 'e'].map((name) => poolSet(name, 0));
  expect(await run(pools, () => vector)).toMatchObject({
    outcome: 'inconclusive',
    reason: told(/not asked: e/),
  });
});

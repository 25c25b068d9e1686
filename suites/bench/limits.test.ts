import { expect, test } from 'vitest';
import { cartesia } from '../platforms/cartesia/platform.ts';
import { subjectOf } from '../testing/plans.ts';
import { planCriteria } from './plan-criteria.ts';
import { benchPolicy } from './policy.ts';

const workload = cartesia.workloads.find(({ inTrials }) => inTrials)!;
const levels = [1, 4, 8].map((streamsPerGpu) => ({ streamsPerGpu, streams: streamsPerGpu * 2 }));

function bounded(...limits: object[]) {
  const policy = benchPolicy.parse({ besideUsers: false, limits });
  return planCriteria(cartesia, workload, subjectOf(), levels, policy)
    .filter(({ expected }) => expected?.source === 'limit of the Trial')
    .map(({ id, primary, streams, expected }) => ({ id, primary, streams, limit: expected!.limit }));
}

test.each<[string, object, object]>([
  ['one that the workload judges', { definition: 'ttfa_p95', streamsPerGpu: 8 }, { id: '8/ttfa_p95' }],
  ['one that it does not know', { definition: 'gap_p99', streamsPerGpu: 4 }, { id: '4/gap_p99', streams: 8 }],
  [
    'at the nearest level below',
    { definition: 'gap_p99', streamsPerGpu: 7 },
    { id: '4/gap_p99', streams: 8 },
  ],
  ['at the lowest where none is named', { definition: 'e2e_p50' }, { id: '1/e2e_p50', streams: 2 }],
])("a limit of the user's decides: %s", (_, limit, criterion) => {
  expect(bounded({ ...limit, limit: 100 })).toMatchObject([{ ...criterion, primary: true, limit: 100 }]);
});

test('a limit is for its workload, or for all', () => {
  expect(bounded({ definition: 'e2e_p50', limit: 100, workload: 'other' })).toEqual([]);
  expect(bounded({ definition: 'e2e_p50', limit: 100, workload: workload.name })).toHaveLength(1);
});

test('what nobody defines is refused', () => {
  expect(() => bounded({ definition: 'ttfa_p42', limit: 1 })).toThrow(/no id of docs\/definitions/);
});

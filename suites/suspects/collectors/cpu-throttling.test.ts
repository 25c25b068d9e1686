import { expect, test } from 'vitest';
import { answering, found, recordedOf, sceneOf, worker } from '../testing.ts';
import { cpuThrottling } from './cpu-throttling.ts';

const main = { pod: 'tts-worker-1', container: 'main' };
/** Of 300 periods, with so many CPU seconds used; before: the share of the hour before the rollout. */
const seen = (throttled: number, seconds: number, before?: number, labels: Record<string, string> = main) =>
  answering({
    'cfs_throttled and cfs_periods and offset': before === undefined ? [] : [[labels, before]],
    cfs_throttled_periods_total: [[labels, throttled]],
    cfs_periods_total: [[labels, 300]],
    usage_seconds_total: [[labels, seconds]],
  });
const limited = (cpu: string) => ({ now: { pods: [worker({ cpu })] } });
const pod = 'Pod/cartesia/tts-worker-1';

test.each<[string, Parameters<typeof sceneOf>[0], string[]]>([
  [
    'without a limit',
    { prometheus: seen(240, 1) },
    [`${pod}: was throttled in 80 % of its CPU periods although it has no CPU limit`],
  ],
  [
    "by the whole pod's cgroup",
    { prometheus: seen(240, 1, undefined, { pod: 'tts-worker-1' }) },
    [`${pod}: was throttled in 80 % of its CPU periods although it has no CPU limit`],
  ],
  ['now and then', { prometheus: seen(60, 1) }, []],
  [
    'far below its limit',
    { ...limited('2'), prometheus: seen(240, 4.8) },
    [
      `${pod}: was throttled in 80 % of its CPU periods far below its limit of 2 CPUs: it got 4.8 CPU seconds`,
    ],
  ],
  [
    'at a limit that the release may have set',
    { ...limited('500m'), prometheus: seen(240, 14), recorded: recordedOf('other') },
    [],
  ],
  [
    'at a limit that it had before, and more than before',
    { ...limited('500m'), prometheus: seen(240, 14, 0.1) },
    [
      `${pod}: was throttled in 80 % of its CPU periods, at its limit of 0.5 CPUs, which did not change; it was 10 % before`,
    ],
  ],
  ['at a limit that it had before, as before', { ...limited('500m'), prometheus: seen(240, 14, 0.7) }, []],
  [
    'at its limit, and nothing is known of before',
    { ...limited('500m'), prometheus: seen(240, 14), recorded: null },
    [
      `${pod}: was throttled in 80 % of its CPU periods, at its limit of 0.5 CPUs; whether it was so before the rollout is not known`,
    ],
  ],
  ["that is another's", { prometheus: seen(240, 1, undefined, { pod: 'train-0', container: 'main' }) }, []],
])('a pod throttled %s', async (_, over, expected) => {
  expect(await found(cpuThrottling, sceneOf(over))).toEqual(expected);
});

test('a share of a few periods is no share', async () => {
  const few = answering({
    cfs_throttled_periods_total: [[main, 30]],
    cfs_periods_total: [[main, 40]],
    usage_seconds_total: [[main, 1]],
  });
  expect(await found(cpuThrottling, sceneOf({ prometheus: few }))).toEqual([]);
});

test('without Prometheus, or without the metrics in it, nobody has looked', async () => {
  expect(await found(cpuThrottling, sceneOf())).toBe('no Prometheus is known');
  const silent = { ...answering({})!, query: async () => [] };
  expect(await found(cpuThrottling, sceneOf({ prometheus: silent }))).toBe(
    "Prometheus has no cAdvisor's CPU metrics of its pods",
  );
});

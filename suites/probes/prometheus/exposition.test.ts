import { expect, test } from 'vitest';
import { samplesIn } from './exposition.ts';

const text = `# HELP sie_config_epoch The epoch, sie_config_epoch 99
# TYPE sie_config_epoch gauge
sie_config_epoch 3
sie_config_epoch_other 4
inferno_worker_capacity{worker="tts, \\"a\\"",model="x"} 1.6e+01 1700000000000
broken{ 1
odd NaN
full +Inf
`;

test('the samples of one metric, and of no other', () => {
  expect(samplesIn(text, 'sie_config_epoch')).toEqual([{ labels: {}, value: 3 }]);
  expect(samplesIn(text, 'inferno_worker_capacity')).toEqual([
    { labels: { worker: 'tts, \\"a\\"', model: 'x' }, value: 16 },
  ]);
  expect(samplesIn(text, 'missing')).toEqual([]);
});

test('what is no number is not taken for one', () => {
  expect(samplesIn(text, 'odd')[0]?.value).toBeNaN();
  expect(samplesIn(text, 'full')[0]?.value).toBe(Number.POSITIVE_INFINITY);
});

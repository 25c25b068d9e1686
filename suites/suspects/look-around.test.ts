import { expect, test } from 'vitest';
import { ProbeError } from '../probes/probe-error.ts';
import type { Collector } from './collector.ts';
import { lookAround } from './look-around.ts';
import { sceneOf } from './testing.ts';

const finds = (kind: Collector['kind'], count: number, voids = false): Collector => ({
  kind,
  ...(voids && { voids: true }),
  look: async () =>
    Array.from({ length: count }, (_, at) => ({ kind, object: `${kind} ${at}`, words: 'w'.repeat(400) })),
});
const blind = (kind: Collector['kind'], why: string): Collector => ({
  kind,
  look: async () => {
    throw new ProbeError('forbidden', why);
  },
});

test('keeps the first of each, bounded, and tells once what it could not look at', async () => {
  const { suspects, voiding, unseen } = await lookAround(sceneOf(), [
    finds('gpu-error', 8),
    finds('node-pressure', 1, true),
    blind('gpu-clocks', 'no Prometheus is known'),
    blind('cpu-throttling', 'no Prometheus is known'),
    blind('cpu-throttling', 'no Prometheus is known'),
    blind('noisy-neighbour', 'no'),
    ...Array.from({ length: 4 }, () => finds('noisy-neighbour', 3)),
  ]);
  expect(suspects.map(({ object }) => object).slice(0, 4)).toEqual([
    'gpu-error 0',
    'gpu-error 1',
    'gpu-error 2',
    'node-pressure 0',
  ]);
  expect(suspects).toHaveLength(10);
  expect(suspects[0]!.words).toHaveLength(300);
  expect(voiding.map(({ object }) => object)).toEqual(['node-pressure 0']);
  expect(unseen).toEqual([
    'not looked for: gpu-clocks, cpu-throttling (no Prometheus is known)',
    'not looked for: noisy-neighbour (no)',
  ]);
});

test('a bug in a collector is no blindness', async () => {
  const broken: Collector = { kind: 'control', look: () => Promise.reject(new TypeError('bug')) };
  await expect(lookAround(sceneOf(), [broken])).rejects.toThrow('bug');
});

test('around a calm load nothing is found, whatever cannot be seen', async () => {
  expect((await lookAround(sceneOf())).suspects).toEqual([]);
});

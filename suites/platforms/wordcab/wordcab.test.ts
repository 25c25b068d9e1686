import { describe, expect, it } from 'vitest';
import { cosine } from '../../checks/quality/vectors.ts';
import { ProbeError } from '../../probes/probe-error.ts';
import { operatorAtWork } from './at-work.ts';
import { inventory } from './inventory.ts';
import { listAll } from './lists.ts';
import { samplesOf } from './series.ts';
import { sketchCosine, sketchOf } from './sketch.ts';
import { tagOf, versionOf } from './tag.ts';
import { answering, idsAnswer } from './testing.ts';

describe('tags', () => {
  it.each([
    ['registry.wordcab.com/operator:v1.8.0', 'v1.8.0'],
    ['localhost:5000/seatrial/wordcab-llm:v1.9.0@sha256:00', 'v1.9.0'],
    ['mirror/wordcab-stt:v2.0.0-rc.1', 'v2.0.0-rc.1'],
    ['nats:v2.12.0', null],
    ['mirror/wordcab-stt:latest', null],
  ])('of %s is %s', (image, tag) => expect(tagOf(image)).toBe(tag));

  it('are numbers', () => expect([versionOf('v1.12.3'), versionOf('latest')]).toEqual([[1, 12, 3], null]));
});

it('reads a metric with labels, without, and with a time, and no longer name', () => {
  const text = 'ready_total 5\nready{a="x,y}",b="1"} 1\nready NaN 1700000000\nready{} +Inf\n';
  expect(samplesOf('ready', text)).toEqual([
    { labels: { a: 'x,y}', b: '1' }, value: 1 },
    { labels: {}, value: Number.NaN },
    { labels: {}, value: Number.POSITIVE_INFINITY },
  ]);
});

describe('sketches', () => {
  const draw = (seed: number) =>
    Array.from(
      { length: 1024 },
      (_, index) => (Math.sin((index + 1) * (seed * 12.9898 + 78.233)) * 43_758.5453) % 1,
    );

  it('keep the angle between vectors that are near, and part those that are not', () => {
    const one = draw(1);
    const near = one.map((value, index) => value + draw(2)[index]! * 0.2);
    expect(sketchOf(one)).toHaveLength(192);
    expect(Math.abs(sketchCosine(sketchOf(one), sketchOf(near)) - cosine(one, near))).toBeLessThan(0.02);
    expect(Math.abs(sketchCosine(sketchOf(one), sketchOf(draw(3))))).toBeLessThan(0.4);
  });

  it('are not made of what is none', () => expect(sketchCosine('x', sketchOf(draw(1)))).toBeNaN());
});

describe('lists', () => {
  const context = (replies: Parameters<typeof answering>[0]) => ({
    ...answering(replies),
    signal: new AbortController().signal,
  });

  it('are followed by their cursor, and not for ever', async () => {
    let page = 0;
    const asked = context({
      'GET /v1/models': () => ({
        body: { object: 'list', data: [{ id: `m${page}` }], has_more: true, next_cursor: `c${page++}` },
      }),
    });
    expect(await listAll('/v1/models', asked)).toMatchObject({ isWhole: false, items: { length: 10 } });
  });

  it('make the inventory; one that a deployment lacks is left out', async () => {
    const asked = context({ 'GET /v1/models': idsAnswer('a'), 'GET /api/v1/calls': idsAnswer('c') });
    expect(await inventory(asked)).toEqual({ models: ['a'], calls: ['c'] });
  });

  it('make no inventory without models', async () => {
    await expect(inventory(context({}))).rejects.toBeInstanceOf(ProbeError);
  });
});

it('tells that the operator has pools to roll while every Deployment looks settled', async () => {
  const pool = (name: string, phase: string, observedGeneration = 2) => ({
    metadata: { name, generation: 2 },
    status: { phase, observedGeneration },
  });
  const told = (...pools: object[]) =>
    operatorAtWork({ namespace: 'wordcab', list: async () => pools, get: async () => null } as never);
  expect(await told(pool('a', 'Healthy'), pool('b', 'Degraded'))).toBeNull();
  expect(await told(pool('a', 'Healthy', 1), pool('b', 'Waiting'), pool('c', 'Healthy'))).toBe(
    'the operator has 2 of 3 pools to roll: a, b',
  );
});

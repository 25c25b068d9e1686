import { expect, test } from 'vitest';
import type { InventoryContext } from '../platform.ts';
import { inventory } from './inventory.ts';
import { contextOf, modelsReply, type Replies } from './testing.ts';

const of = (replies: Replies) => inventory(contextOf({ replies }) as InventoryContext);
const models = { 'GET /v1/models': modelsReply('a/b', 'c/d') };

test('models, and pools where they are on', async () => {
  expect(await of(models)).toEqual({ models: ['a/b', 'c/d'] });
  const pools = {
    'GET /v1/pools': { body: { pools: [{ name: 'nightly' }, { spec: { name: 'default' } }] } },
  };
  expect(await of({ ...models, ...pools })).toEqual({
    models: ['a/b', 'c/d'],
    pools: ['nightly', 'default'],
  });
});

test('a gateway that refuses us has no inventory', async () => {
  await expect(of({ 'GET /v1/models': { status: 401, body: 'no' } })).rejects.toMatchObject({
    code: 'bad-answer',
  });
});

import { describe, expect, test } from 'vitest';
import { inventory } from '../inventory.ts';
import { contextOf } from '../testing.ts';
import { dictionariesKept, voicesKept } from './kept.ts';
import { voices } from './voices.ts';

const before = (kept: object) => ({ takenAt: '2026-06-09T14:02:00Z', inventory: kept });

/** A list of entries, page by page as the API serves it. */
const paged = (ids: readonly string[]) => (route: string) => {
  const query = new URL(route.split(' ')[1]!, 'http://x').searchParams;
  const after = query.get('starting_after');
  const from = after === null ? 0 : ids.indexOf(after) + 1;
  const data = ids.slice(from, from + 2).map((id) => ({ id, is_owner: id.startsWith('own') }));
  return { body: { data, has_more: from + 2 < ids.length } };
};

describe.each([
  [voicesKept.id, voicesKept, 'voices'],
  [dictionariesKept.id, dictionariesKept, 'dictionaries'],
] as const)('%s', (_, check, kind) => {
  const run = (recorded: readonly string[] | null, reply: Parameters<typeof contextOf>[0]['reply']) =>
    check.run(contextOf({ before: recorded && before({ [kind]: recorded }), ...(reply && { reply }) }));

  test('finds what is on the last page', async () => {
    expect(await run(['a', 'own-e'], paged(['a', 'b', 'c', 'd', 'own-e']))).toMatchObject({
      outcome: 'pass',
      reason: `all 2 ${kind} are still there, 5 now`,
    });
  });

  test('names what is missing', async () => {
    expect(await run(['a', 'own-e'], paged(['a', 'b']))).toMatchObject({
      outcome: 'fail',
      reason: `1 of 2 ${kind} are missing`,
      evidence: { seen: 'missing: own-e' },
    });
  });

  test.each([
    [500, 'inconclusive'],
    [401, 'inconclusive'],
    [404, 'fail'],
  ] as const)('a list that answers %i: %s', async (status, outcome) => {
    expect(await run(['a'], () => ({ status, body: 'x' }))).toMatchObject({ outcome });
  });

  test('skips where nobody recorded what there was', async () => {
    expect(await run(null, paged([]))).toMatchObject({
      outcome: 'skip',
      reason: expect.stringMatching(/seatrial record/),
    });
  });

  test('takes no odd answer for an empty list', async () => {
    await expect(run(['a'], () => ({ body: '{"ok":true}' }))).rejects.toMatchObject({ code: 'bad-answer' });
  });
});

test('a list that has no end is no list', async () => {
  let next = 0;
  const endless = () => ({ body: { data: [{ id: String(next++) }], has_more: true } });
  await expect(
    voicesKept.run(contextOf({ before: before({ voices: ['a'] }), reply: endless })),
  ).rejects.toMatchObject({
    code: 'bad-answer',
  });
});

test('an old API that knows no cursor is asked once more, and not for ever', async () => {
  let asked = 0;
  const all = () => {
    asked++;
    return { body: { data: [{ id: 'a' }, { id: 'b' }], has_more: true } };
  };
  await voicesKept.run(contextOf({ before: before({ voices: ['a'] }), reply: all }));
  expect(asked).toBe(2);
});

test('the smoke voice is found on the second page', async () => {
  const reply = paged(['a', 'b', 'bf0a246a-8642-498a-9950-80c35e9276b5']);
  expect(await voices.run(contextOf({ reply }))).toMatchObject({
    outcome: 'pass',
    reason: expect.stringMatching(/^3 voices/),
  });
});

test("the inventory holds the deployment's own entries first, and no dictionaries where there is no such API", async () => {
  const reply = (route: string) =>
    route.startsWith('GET /voices') ? paged(['a', 'b', 'own-c'])(route) : { status: 404, body: 'no' };
  const { endpoint, http, signal } = contextOf({ reply }) as never as Parameters<typeof inventory>[0];
  expect(await inventory({ endpoint, http, signal })).toEqual({ voices: ['own-c', 'a', 'b'] });
});

import { describe, expect, test, vi } from 'vitest';
import { contextOf, modelsReply, type Replies, type Reply } from '../testing.ts';
import { extract } from './extract.ts';
import { score } from './score.ts';

vi.mock('../pause.ts', () => ({ pause: async () => {} }));

const told = (reason: RegExp) => expect.stringMatching(reason);
const models = modelsReply('BAAI/bge-m3', 'BAAI/bge-reranker-v2-m3', 'urchade/gliner_multi-v2.1');
const served = (replies: Replies) => contextOf({ replies: { 'GET /v1/models': models, ...replies } });

describe('sie.score', () => {
  const scores = (...of: readonly (readonly [string, number | null, number])[]): Reply => ({
    body: { scores: of.map(([item_id, one, rank]) => ({ item_id, score: one, rank })) },
  });
  const run = (reply: Reply) => score.run(served({ 'POST /v1/score/BAAI/bge-reranker-v2-m3': reply }));
  test.each([
    ['right', scores(['ship', 0.9, 0], ['tax', 0.1, 1], ['cake', 0.05, 2]), 'pass', /right text first/],
    ['upside down', scores(['cake', 0.9, 0], ['tax', 0.1, 1], ['ship', 0.05, 2]), 'fail', /ranks cake first/],
    [
      'against its own scores',
      scores(['ship', 0.1, 0], ['tax', 0.9, 1], ['cake', 0.05, 2]),
      'fail',
      /contradict/,
    ],
    ['without a number', scores(['ship', null, 0], ['tax', 0.9, 1], ['cake', 0.05, 2]), 'fail', /no number/],
    ['one too few', scores(['ship', 0.9, 0]), 'fail', /1 scores for 3/],
  ] as const)('%s', async (_, reply, outcome, reason) => {
    expect(await run(reply)).toMatchObject({ outcome, reason: told(reason) });
  });
});

describe('sie.extract', () => {
  const entities = (...of: readonly object[]): Reply => ({ body: { items: [{ entities: of }] } });
  const curie = { text: 'Marie Curie', label: 'person', score: 0.99, start: 0, end: 11 };
  const run = (reply: Reply) => extract.run(served({ 'POST /v1/extract/urchade/gliner_multi-v2.1': reply }));
  test.each([
    ['the name', entities(curie), 'pass', /1 entities/],
    ['none', entities(), 'fail', /did not find Marie Curie/],
    ['it under another label', entities({ ...curie, label: 'location' }), 'fail', /did not find/],
    ['it at another place', entities({ ...curie, start: 3, end: 14 }), 'fail', /not at 3 to 14/],
    ['no list', { body: '[]' }, 'fail', /without entities/],
  ] as const)('finds %s', async (_, reply, outcome, reason) => {
    expect(await run(reply as Reply)).toMatchObject({ outcome, reason: told(reason) });
  });
});

describe.each([score, extract])('$id', (check) => {
  test('skips where no served model can do it, and is inconclusive where none is served', async () => {
    const only = (...names: readonly string[]) =>
      check.run(contextOf({ replies: { 'GET /v1/models': modelsReply(...names) } }));
    expect(await only('BAAI/bge-m3')).toMatchObject({
      outcome: 'skip',
      reason: told(/of 1 that are served/),
    });
    expect(await only()).toMatchObject({ outcome: 'inconclusive' });
  });
});

import { describe, expect, test } from 'vitest';
import { type Asked, ask, snapshotOf } from '../../../checks/testing/cluster.ts';
import { answering, deploymentAnswer, idsAnswer } from '../testing.ts';
import { dataKept } from './data-kept.ts';
import { majorStable } from './major-stable.ts';

type Row = [string, Asked, string, RegExp];

describe('wordcab.data-kept', () => {
  const before = snapshotOf({ inventory: { transcripts: ['tr_a', 'tr_b'], calls: ['call_a'] } });
  const at = (transcripts: string[], calls: string[], more: Asked = { before }): Asked => ({
    ...answering({
      'GET /api/v1/transcripts': idsAnswer(...transcripts),
      'GET /api/v1/calls': idsAnswer(...calls),
    }),
    ...more,
  });
  test.each<Row>([
    ['passes', at(['tr_new', 'tr_b', 'tr_a'], ['call_a']), 'pass', /2 of 2 transcripts and 1 of 1 calls/],
    ['fails where all are gone', at(['tr_new'], ['call_a']), 'fail', /no transcripts of before/],
    [
      'accuses nobody of one that a user may have removed',
      at(['tr_a'], ['call_a']),
      'inconclusive',
      /remove tr_b/,
    ],
    [
      'cannot tell where the list does not answer',
      { ...answering({}), before },
      'inconclusive',
      /answered 404/,
    ],
    [
      'cannot tell by a record without inventory',
      at([], [], { before: { ...before, missing: [{ part: 'inventory', reason: 'x' }] } }),
      'inconclusive',
      /could not read/,
    ],
    ['skips where there was nothing', at([], [], { before: snapshotOf() }), 'skip', /neither/],
    ['skips without a record', at([], [], {}), 'skip', /seatrial record/],
  ])('%s', async (_, asked, outcome, reason) => {
    expect(await ask(dataKept, asked)).toMatchObject({ outcome, reason: expect.stringMatching(reason) });
  });
});

describe('wordcab.major-stable', () => {
  const at = (models: object, more: Asked = {}): Asked => ({
    subject: { tag: 'v1.9.0' },
    before: snapshotOf({ tag: 'v1.8.0' }),
    ...answering({ 'GET /v1/models': models, 'GET /v1/deployments': deploymentAnswer() }),
    ...more,
  });
  const well = idsAnswer('qwen3-asr');
  test.each<Row>([
    ['passes', at(well), 'pass', /2 lists/],
    ['passes without a record', at(well, { before: null }), 'pass', /2 lists/],
    ['fails on another envelope', at({ body: { items: [] } }), 'fail', /another shape than documented/],
    ['fails on a list that is gone', at({ status: 404 }), 'fail', /answered 404/],
    [
      'leaves a step over a major to a person',
      at(well, { subject: { tag: 'v2.0.0' } }),
      'inconclusive',
      /may break/,
    ],
    ['cannot tell by an error', at({ status: 500 }), 'inconclusive', /answered 500/],
    ['accuses nobody of a refused key', at({ status: 403 }), 'inconclusive', /API key/],
  ])('%s', async (_, asked, outcome, reason) => {
    expect(await ask(majorStable, asked)).toMatchObject({ outcome, reason: expect.stringMatching(reason) });
  });
});

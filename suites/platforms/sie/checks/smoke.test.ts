import { encode as pack } from '@msgpack/msgpack';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { AnyCheck } from '../../../check.ts';
import { packVector } from '../../../checks/quality/vectors.ts';
import type { HttpRequest } from '../../../probes/http/probe.ts';
import { type Settings, settings as schema } from '../../../settings.ts';
import {
  type ContextParts,
  contextOf,
  healthOf,
  modelsReply,
  type Replies,
  type Reply,
  workerOf,
} from '../testing.ts';
import { encode } from './encode.ts';
import { encodeMsgpack } from './encode-msgpack.ts';
import { encodeQuality } from './encode-quality.ts';
import { extract } from './extract.ts';
import { score } from './score.ts';
import { sdkVersion } from './sdk-version.ts';
import { serverVersion } from './server-version.ts';

vi.mock('../pause.ts', () => ({ pause: async () => {} }));

const told = (reason: RegExp) => expect.stringMatching(reason);
const models = modelsReply('BAAI/bge-m3', 'BAAI/bge-reranker-v2-m3', 'urchade/gliner_multi-v2.1');
const served = (replies: Replies, parts: Omit<ContextParts, 'replies'> = {}) =>
  contextOf({ ...parts, replies: { 'GET /v1/models': models, ...replies } });

const bge = 'POST /v1/encode/BAAI/bge-m3';
const unit = (length: number, turn = 0) =>
  Array.from({ length }, (_, index) => Math.sin(index * 0.7 + turn) * Math.sqrt(2 / length));
const dense = (...vectors: readonly (readonly (number | null)[])[]): Reply => ({
  body: {
    model: 'BAAI/bge-m3',
    items: vectors.map((values) => ({ dense: { dims: values.length, dtype: 'float32', values } })),
  },
});
const right = unit(1024);

describe('sie.encode', () => {
  test.each([
    ['an embedding', dense(right), 'pass', /1024 dimensions, length 1/],
    ['a number that is none, null in JSON', dense(right.with(5, Number.NaN)), 'fail', /1 of 1024 values/],
    ['too few dimensions', dense(unit(768)), 'fail', /768 dimensions/],
    [
      'a length that is not one',
      dense(right.map((value) => value * 3.7)),
      'fail',
      /not normalised: its length is 3\.7/,
    ],
    ['zeros', dense(right.map(() => 0)), 'fail', /all zeros/],
    [
      'dims that are not those of the values',
      { body: { items: [{ dense: { dims: 768, values: right } }] } },
      'fail',
      /says 768/,
    ],
    ['nothing', { body: { items: [] } }, 'fail', /without one dense/],
    [
      'an error for the item',
      { body: { items: [], errors: [{ item_index: 0, error: 'x' }] } },
      'fail',
      /without one dense/,
    ],
    [
      'an unknown model',
      { status: 404, body: { message: "Unknown model 'x'" } },
      'fail',
      /404: Unknown model/,
    ],
    [
      'all items failed',
      { status: 500, body: { error: 'all_items_failed', details: [] } },
      'fail',
      /500: all_items_failed/,
    ],
    [
      'a GPU that is not configured',
      { status: 503, body: { status: 'gpu_not_configured' } },
      'fail',
      /gpu_not_configured/,
    ],
    ['a load that failed for good', { status: 502, body: { detail: 'MODEL_LOAD_FAILED' } }, 'fail', /502/],
    ['a refused key', { status: 401, body: 'no' }, 'inconclusive', /API key/],
  ] as const)('answered %s', async (_, reply, outcome, reason) => {
    expect(await encode.run(served({ [bge]: reply as Reply }))).toMatchObject({
      outcome,
      reason: told(reason),
    });
  });

  test('sends the slash of the model as it is (trap 2)', async () => {
    // A route with %2F would be answered 404 here, as an old gateway does.
    expect(await encode.run(served({ [bge]: dense(right) }))).toMatchObject({ outcome: 'pass' });
  });

  test('knows no size of a model that it does not know', async () => {
    const replies = {
      'GET /v1/models': modelsReply('my/own-model'),
      'POST /v1/encode/my/own-model': dense([3, 4]),
    };
    expect(await encode.run(contextOf({ replies, settings: { models: ['my/own-model'] } }))).toMatchObject({
      outcome: 'pass',
      reason: told(/my\/own-model: 2 dimensions, length 5/),
    });
  });
});

describe('capacity that is on its way is waited for (traps 11, 14)', () => {
  const provisioning = { status: 202, headers: { 'retry-after': '120' }, body: { status: 'provisioning' } };
  const later = {
    status: 503,
    headers: { 'x-sie-error-code': 'PROVISIONING' },
    body: { error: { code: 'PROVISIONING', message: 'soon' } },
  };
  const loading = {
    status: 503,
    headers: { 'retry-after': '5', 'x-sie-error-code': 'MODEL_LOADING' },
    body: {},
  };
  const timedOut = { status: 504, headers: { 'x-sie-error-code': 'GATEWAY_TIMEOUT' }, body: {} };
  const settings = { coldStartSeconds: 30 };

  test.each([
    ['0.3.1: 202', provisioning],
    ['later: 503 PROVISIONING, here without Retry-After', later],
    ['a model that loads', loading],
    ['a result that is not back in time', timedOut],
    [
      'a worker that ends (trap 18)',
      { status: 503, headers: { 'retry-after': '5' }, body: { error: 'Service shutting down' } },
    ],
  ])('%s', async (_, first) => {
    const answers: Reply[] = [first, first, dense(right)];
    const progress: string[] = [];
    const context = served(
      { [bge]: () => answers.shift()! },
      { settings, progress: (text) => progress.push(text) },
    );
    expect(await encode.run(context)).toMatchObject({ outcome: 'pass' });
    expect(progress).toHaveLength(2);
    expect(progress[1]).toMatch(/waited 5 s of at most 30 s/);
  });

  test('not for ever: with healthy workers it is a fail, without any it is not for this check to say', async () => {
    const stuck = (workers: readonly object[]) =>
      encode.run(served({ [bge]: provisioning, 'GET /health': healthOf(workers) }, { settings }));
    expect(await stuck([workerOf('w-0')])).toMatchObject({
      outcome: 'fail',
      reason: told(/30 s, although 1 workers are healthy/),
    });
    expect(await stuck([])).toMatchObject({ outcome: 'inconclusive', reason: told(/see scale from zero/) });
  });

  test('a 503 that promises nothing is an answer', async () => {
    const dead = { status: 503, body: { message: 'JetStream is unavailable' } };
    expect(await encode.run(served({ [bge]: dead }))).toMatchObject({
      outcome: 'fail',
      reason: told(/JetStream is unavailable/),
    });
  });
});

describe('sie.encode-quality', () => {
  const own = (vector: readonly number[]) => ({
    embeddings: [{ model: 'baai/BGE-m3', text: 'one text', vector: packVector(vector), cosine: 0.99 }],
  });
  const run = (reply: Reply, settings: Partial<Settings> = {}) =>
    encodeQuality.run(served({ [bge]: reply }, { settings }));

  test.each([
    ['the recorded one', dense(right), 'pass', /as recorded, cosine at least 1\.0/],
    [
      'the same, shorter: only the direction counts',
      dense(right.map((value) => value / 3)),
      'pass',
      /as recorded/,
    ],
    ['one that turned away', dense(unit(1024, 0.9)), 'fail', /turned away, to a cosine of 0\.6/],
    ['one of another size', dense(unit(768)), 'fail', /another size/],
    ['no embedding', { body: { items: [] } }, 'fail', /0 embeddings for 1 texts/],
  ] as const)("the user's own record, and %s", async (_, reply, outcome, reason) => {
    expect(await run(reply as Reply, own(right))).toMatchObject({ outcome, reason: told(reason) });
  });

  test.each([
    ['like from unlike', [right, right, unit(1024, 0.3), unit(1024, 1.4)], 'pass', /tells like from unlike/],
    ['nothing: all are the same', [right, right, right, right], 'fail', /different texts the same/],
    [
      'not even a text from itself',
      [right, unit(1024, 0.8), right, unit(1024, 1.4)],
      'fail',
      /the same text two/,
    ],
    [
      'it the other way round',
      [right, right, unit(1024, 1.4), unit(1024, 0.3)],
      'inconclusive',
      /unlike text for nearer/,
    ],
  ] as const)('without a record: tells %s', async (_, vectors, outcome, reason) => {
    expect(await run(dense(...vectors))).toMatchObject({ outcome, reason: told(reason) });
  });

  test("the stand-in's vectors are held against the stand-in only", async () => {
    const page = { body: '<!doctype html><title>SIE stand-in</title>' };
    const replies = (title: Reply) => served({ [bge]: dense(right, right, right), 'GET /': title });
    expect(await encodeQuality.run(replies(page))).toMatchObject({
      outcome: 'fail',
      reason: told(/3 of 3 embeddings/),
    });
    expect(await encodeQuality.run(replies({ body: '<title>SIE</title>' }))).toMatchObject({
      reason: told(/for 4 texts/),
    });
  });
});

test('a record of one’s own is a setting, small enough for a plan', () => {
  const vector = packVector(unit(1024));
  const parsed = schema.parse({ embeddings: [{ model: 'a/b', text: 'one text', vector }] });
  expect(parsed.embeddings?.[0]).toMatchObject({ cosine: 0.99, vector });
  expect(vector.length).toBeLessThan(1500);
  expect(schema.safeParse({ embeddings: [{ model: 'a/b', text: 'x', vector: 'not base64!' }] }).success).toBe(
    false,
  );
});

describe('sie.encode-msgpack', () => {
  const numpy = (values: readonly number[], type = '<f4') => ({
    nd: true,
    type,
    shape: [values.length],
    data: new Uint8Array(
      type === '<f4' ? Float32Array.from(values).buffer : Float64Array.from(values).buffer,
    ),
  });
  const packed = (values: unknown): Reply => ({
    headers: { 'content-type': 'application/x-msgpack' },
    body: pack({ model: 'BAAI/bge-m3', items: [{ dense: { dims: 1024, dtype: 'float32', values } }] }),
  });
  const run = (reply: Reply) =>
    encodeMsgpack.run(
      served({
        [bge]: ({ headers }: HttpRequest) => (/msgpack/.test(headers?.accept ?? '') ? reply : dense(right)),
      }),
    );

  test.each([
    ['the same numbers', packed(numpy(right)), 'pass', /1024 numbers, the same/],
    ['other numbers', packed(numpy(unit(1024, 1))), 'fail', /different embeddings/],
    [
      'JSON all the same',
      { ...dense(right), headers: { 'content-type': 'application/json' } },
      'fail',
      /answered application\/json/,
    ],
    ['numbers of an unknown type', packed(numpy(right, '<f8')), 'fail', /of type <f8/],
    ['fewer bytes than its shape', packed({ ...numpy(right), shape: [2048] }), 'fail', /4096 bytes for 2048/],
    [
      'no msgpack',
      { headers: { 'content-type': 'application/x-msgpack' }, body: 'oops!' },
      'fail',
      /cannot be read/,
    ],
  ] as const)('holds %s', async (_, reply, outcome, reason) => {
    expect(await run(reply as Reply)).toMatchObject({ outcome, reason: told(reason) });
  });
});

describe('versions are read from the answer to encode (trap 3)', () => {
  const answer = (version?: string): Reply => ({
    ...dense(right),
    ...(version && { headers: { 'x-sie-server-version': version } }),
  });
  test.each([
    ['0.3.1', 'v0.3.1', 'pass'],
    ['0.2.9', 'v0.3.1', 'fail'],
    [undefined, 'v0.3.1', 'inconclusive'],
    ['0.3.1', null, 'inconclusive'],
  ] as const)('%s, where %s is deployed', async (version, tag, outcome) => {
    expect(await serverVersion.run(served({ [bge]: answer(version) }, { tag }))).toMatchObject({ outcome });
  });

  test.each([
    ['0.3.9', '0.3.1', 'pass'],
    ['0.2.0', '0.3.1', 'fail'],
    ['1.3.1', '0.3.1', 'fail'],
    ['0.3.0', undefined, 'pass'],
    ['newest', '0.3.1', 'inconclusive'],
    [undefined, '0.3.1', 'skip'],
  ] as const)('SDK %s with server %s', async (clientVersion, version, outcome) => {
    const settings = clientVersion === undefined ? {} : { clientVersion };
    expect(await sdkVersion.run(served({ [bge]: answer(version) }, { settings }))).toMatchObject({ outcome });
  });
});

describe.each<AnyCheck>([encode, encodeQuality, encodeMsgpack, score, extract, serverVersion])(
  '$id',
  (check) => {
    beforeEach(() => vi.clearAllMocks());
    test('does not blame the release for a refused key', async () => {
      const refused = { status: 403, body: 'no' };
      const all = {
        [bge]: refused,
        'POST /v1/score/BAAI/bge-reranker-v2-m3': refused,
        'POST /v1/extract/urchade/gliner_multi-v2.1': refused,
      };
      expect(await check.run(served(all))).toMatchObject({
        outcome: 'inconclusive',
        reason: told(/API key/),
      });
      expect(await check.run(contextOf({ replies: { 'GET /v1/models': refused } }))).toMatchObject({
        outcome: 'inconclusive',
      });
    });
  },
);

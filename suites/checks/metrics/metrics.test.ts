import { describe, expect, test } from 'vitest';
import { ProbeError } from '../../probes/probe-error.ts';
import type { PrometheusSample } from '../../probes/prometheus/probe.ts';
import type { Outcome } from '../../record/outcome.ts';
import { noSettings } from '../../settings.ts';
import { found, type Objects } from '../edge/testing/context.ts';
import { deploymentOf } from '../testing/cluster.ts';
import { grafanaAnswers } from './grafana-answers.ts';
import { poll } from './poll.ts';
import { prometheusAnswers } from './prometheus-answers.ts';
import { increaseOf, requestsCounted, selectorsOf } from './requests-counted.ts';
import { targetsUp } from './targets-up.ts';

const patience = { looks: 3, everyMs: 1, wait: async () => {} };
const series = (labels: Record<string, string>, value: number): PrometheusSample => ({ labels, value });

type Answers = (query: string) => readonly PrometheusSample[];
/** Prometheus with 40 targets, unless the answers say otherwise. */
const prometheusOf = (answers: Answers) => ({
  prometheus: {
    url: 'http://prometheus',
    query: async (query: string) => {
      const own = answers(query);
      return own.length === 0 && query === 'count(up)' ? [series({}, 40)] : [...own];
    },
  },
});
const failing = (code: string, cause?: object) => ({
  prometheus: {
    url: 'http://prometheus',
    query: async () => {
      throw new ProbeError(code as never, 'it is not well', cause);
    },
  },
});
/** Up and answering, but without a single target of its own. */
const idle = prometheusOf((query) => (query === 'count(up)' ? [series({}, 0)] : []));

const workers = deploymentOf('tts-worker');
const objects: Objects = { ...workers, statefulsets: [], daemonsets: [] };

describe('targets-up', () => {
  const check = targetsUp(() => true, patience);
  const up = (a: number, b: number) =>
    prometheusOf((query) =>
      query === 'up{namespace="cartesia"}'
        ? [
            series({ pod: 'tts-worker-a', job: 'cartesia/monitor' }, a),
            series({ pod: 'tts-worker-b', job: 'cartesia/monitor' }, b),
            series({ pod: 'long-gone' }, 0),
          ]
        : [],
    );
  test.each<[Outcome, RegExp, object]>([
    ['pass', /2 of 2 pods/, up(1, 1)],
    ['fail', /Pod\/tts-worker-b: up is 0 \(cartesia\/monitor\)/, up(1, 0)],
    ['inconclusive', /no number/, up(1, Number.NaN)],
    [
      'fail',
      /Pod\/tts-worker-b: .*no series/,
      prometheusOf((q) => (q.startsWith('up') ? [series({ pod: 'tts-worker-a' }, 1)] : [])),
    ],
    ['skip', /settings.prometheus/, { prometheus: null }],
    ['inconclusive', /not well/, failing('unreachable')],
  ])('%s %s', async (outcome, reason, over) => {
    expect(await found(check, objects, over)).toMatchObject({
      outcome,
      reason: expect.stringMatching(reason),
    });
  });

  // Trap 7: `success` with an empty result is how "not scraped" looks.
  test('an empty answer is a fail where Prometheus scrapes others', async () => {
    expect(
      await found(
        check,
        objects,
        prometheusOf(() => []),
      ),
    ).toMatchObject({
      outcome: 'fail',
      reason: expect.stringMatching(/not scraped/),
    });
  });
  test('and says nothing where it scrapes nobody', async () => {
    expect(await found(check, objects, idle)).toMatchObject({ outcome: 'inconclusive' });
  });

  test('tells two targets of one pod apart', async () => {
    const twice = prometheusOf((query) =>
      query.startsWith('up')
        ? ['a', 'b'].flatMap((id) => [
            series({ pod: `tts-worker-${id}`, job: 'one' }, 1),
            series({ pod: `tts-worker-${id}`, job: 'other' }, 0),
          ])
        : [],
    );
    expect(await found(check, objects, twice)).toMatchObject({
      outcome: 'fail',
      reason: expect.stringMatching(/1 \(one\), 0 \(other\): 2 targets/),
    });
  });

  test('finds pods by address where series have no label for them', async () => {
    const byAddress = prometheusOf((q) =>
      q.startsWith('up') ? [series({ instance: '10.0.0.1:8080' }, 1)] : [],
    );
    expect(await found(check, objects, byAddress)).toMatchObject({ outcome: 'pass' });
  });

  test('asks only pods with the port of the monitor, unless told otherwise', async () => {
    expect(await found(targetsUp(undefined, patience), objects, up(1, 1))).toMatchObject({
      outcome: 'inconclusive',
      reason: expect.stringMatching(/exposes metrics/),
    });
  });
});

test("a metric's label that the operator's targets have too is looked for under both names", () => {
  const asked = { metric: 'm', labels: { endpoint: 'encode', status: '200' }, path: '/', source: '' };
  expect(selectorsOf(asked, 'sie')).toEqual([
    'm{namespace="sie",endpoint="encode",status="200"}',
    'm{namespace="sie",exported_endpoint="encode",status="200"}',
  ]);
  expect(selectorsOf({ ...asked, labels: { status: '200' } }, 'sie')).toHaveLength(1);
});

describe('requests-counted', () => {
  const request = {
    metric: 'sie_gateway_requests_total',
    labels: { endpoint: 'encode', status: '200' },
    path: '/x',
    source: 'SIE 3.5',
  };
  const check = requestsCounted(request, patience);
  const selectors = selectorsOf(request, 'cartesia');
  const stamps = selectors.map((one) => `timestamp(${one})`).join(' or ');
  /** The counter before and after our requests; `scrapedAt` by a clock that shows 100 when they were answered. */
  const counting = (before: number[], after: number[], { scrapedAt = 200, status = 200 } = {}) => {
    let sent = 0;
    return {
      http: {
        request: async () => ({
          status: sent++ >= 0 ? status : 0,
          headers: {},
          body: Buffer.from(''),
          cut: false,
        }),
      },
      ...prometheusOf((query) => {
        if (query === 'time()') return [series({}, 100)];
        if (query === `min(${stamps})`) return [series({}, scrapedAt)];
        if (query !== selectors.join(' or ')) return [];
        return (sent === 0 ? before : after).map((value, pod) => series({ pod: String(pod) }, value));
      }),
    };
  };
  test.each<[Outcome, RegExp, object]>([
    ['pass', /5 requests counted after 5/, counting([10], [15])],
    ['pass', /9 requests/, counting([10], [19])],
    ['pass', /5 requests/, counting([], [5])],
    // A pod began anew, and another is new.
    ['pass', /6 requests/, counting([100, 7], [2, 7, 4])],
    ['fail', /5 requests were answered, and 3 were counted/, counting([10], [13])],
    ['inconclusive', /not scraped the counter since/, counting([10], [10], { scrapedAt: 99 })],
    ['inconclusive', /no number/, counting([10], [Number.NaN])],
    ['inconclusive', /answered 503/, counting([10], [10], { status: 503 })],
    ['skip', /settings.prometheus/, { ...counting([], []), prometheus: null }],
    ['inconclusive', /scrapes nothing/, { ...counting([], []), ...idle }],
  ])('%s %s', async (outcome, reason, over) => {
    expect(await found(check, {}, over)).toMatchObject({ outcome, reason: expect.stringMatching(reason) });
  });

  // Trap 6: the family is seeded with a zero sample, so that it is always there.
  test('a counter that is there and stays is a fail', async () => {
    expect(await found(check, {}, counting([0], [0]))).toMatchObject({ outcome: 'fail' });
  });
  // Trap 5: some of the documented metrics are never written.
  test('a counter that never appears is a fail', async () => {
    expect(await found(check, {}, counting([], []))).toMatchObject({
      outcome: 'fail',
      reason: expect.stringMatching(/has no sie_gateway_requests_total/),
    });
  });

  test('counts what came after a reset', () => {
    expect(
      increaseOf([series({ pod: 'a' }, 10), series({ pod: 'gone' }, 5)], [series({ pod: 'a' }, 3)]),
    ).toBe(3);
  });
});

describe('a poll', () => {
  const answers = (...outcomes: Outcome[]) => {
    const left = [...outcomes];
    return async () => ({ outcome: left.shift()!, reason: `${left.length} left` });
  };
  const polled = (...outcomes: Outcome[]) =>
    poll(answers(...outcomes), new AbortController().signal, patience);

  test('ends with the first pass', async () => {
    expect(await polled('fail', 'pass')).toMatchObject({ outcome: 'pass' });
  });
  test('keeps the last true mismatch', async () => {
    expect(await polled('fail', 'fail', 'inconclusive')).toEqual({ outcome: 'fail', reason: '1 left' });
  });
});

describe('prometheus-answers', () => {
  test.each<[Outcome, RegExp, object]>([
    ['pass', /40 targets/, prometheusOf(() => [])],
    ['fail', /scrapes nothing/, idle],
    ['fail', /not well/, failing('server-error')],
    ['fail', /not well/, failing('unreachable', { code: 'ECONNREFUSED' })],
    ['inconclusive', /not well/, failing('timeout')],
    ['skip', /settings.prometheus/, { prometheus: null }],
  ])('%s %s', async (outcome, reason, over) => {
    expect(await found(prometheusAnswers, {}, over)).toMatchObject({
      outcome,
      reason: expect.stringMatching(reason),
    });
  });
});

describe('grafana-answers', () => {
  const settings = { ...noSettings, grafana: 'http://grafana/' };
  const answering = (status: number, body: string) => ({
    settings,
    http: { request: async () => ({ status, headers: {}, body: Buffer.from(body), cut: false }) },
  });
  const refusing = (code: string) => ({
    settings,
    http: {
      request: async () => {
        throw new ProbeError('unreachable', 'no connection', { code });
      },
    },
  });
  test.each<[Outcome, RegExp, object]>([
    ['pass', /answers/, answering(200, '{"database": "ok","version":"11.0.0"}')],
    ['fail', /failing/, answering(200, '{"database": "failing"}')],
    ['fail', /503/, answering(503, '{"database": "failing"}')],
    ['fail', /refused/, refusing('ECONNREFUSED')],
    ['inconclusive', /no connection/, refusing('EHOSTUNREACH')],
    ['inconclusive', /is this Grafana/, answering(404, 'no')],
    ['skip', /settings.grafana/, {}],
  ])('%s %s', async (outcome, reason, over) => {
    expect(await found(grafanaAnswers, {}, over)).toMatchObject({
      outcome,
      reason: expect.stringMatching(reason),
    });
  });
});

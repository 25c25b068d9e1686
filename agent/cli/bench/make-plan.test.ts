import { describe, expect, test } from 'vitest';
import { protocols } from '../../../load/protocols/index.ts';
import { platforms } from '../../../suites/platforms/index.ts';
import { baseUrl } from './address.ts';
import { benchPlan } from './make-plan.ts';
import { secondsOf, slo } from './parse.ts';
import type { BenchInputs } from './read-files.ts';
import type { BenchRequest } from './request.ts';
import { requestOf } from './testing.ts';

const plan = (over: Partial<BenchRequest> = {}, inputs: BenchInputs = {}, env: NodeJS.ProcessEnv = {}) => {
  const request = requestOf(over);
  const protocol = protocols.get(over.protocol ?? inputs.workload?.protocol ?? 'cartesia-bytes')!;
  return benchPlan(request, inputs, protocol, env);
};

test('says what is usual where nothing is said', async () => {
  expect(await plan()).toMatchObject({
    levels: [{ streams: 1 }],
    warmupSeconds: 2,
    measureSeconds: 20,
    requestTimeoutSeconds: 30,
    workload: { name: 'default', seed: 1 },
    slos: [],
  });
});

test.each([...protocols.values()])('has something to ask for by $id', async ({ id, clip }) => {
  const { workload } = await plan({ protocol: id });
  expect(workload.clips.length > 0).toBe(clip !== undefined);
  expect(workload.texts.length > 0).toBe(clip === undefined);
});

test('takes levels, texts, service levels and budget from a workload, and options over them', async () => {
  const workload = platforms.sie!.workloads.find(({ name }) => name === 'encode')!;
  const inputs = { workload: { ...workload, budget: { maxRequests: 500 } } };
  const own = await plan({ gpus: 2 }, inputs);
  expect(own).toMatchObject({
    levels: [{ streams: 2 }, { streams: 8 }, { streams: 16 }],
    measureSeconds: 10,
    workload: { batch: 8, seed: 7, params: { model: 'BAAI/bge-m3' } },
    budget: { maxRequests: 500 },
  });
  const over = await plan(
    { rate: [5, 9], duration: 3, batch: 2, params: { model: 'other' }, maxRequests: 70 },
    inputs,
  );
  expect(over).toMatchObject({
    levels: [
      { rate: 5, arrivals: 'poisson' },
      { rate: 9, arrivals: 'poisson' },
    ],
    measureSeconds: 3,
    workload: { batch: 2, params: { model: 'other' } },
    budget: { maxRequests: 70 },
  });
});

test('a trace is as long as it is, without a warm-up', async () => {
  const { levels, warmupSeconds, measureSeconds } = await plan({ trace: 'file' }, { trace: [0, 1.5, 4] });
  expect([levels, warmupSeconds]).toEqual([[{ trace: [0, 1.5, 4] }], 0]);
  expect(measureSeconds).toBeCloseTo(4, 2);
});

test('parameters keep the type that the protocol gives them', async () => {
  const params = { model: '4', maxTokens: '64', minTokens: '8', ignoreEos: 'true' };
  const { workload } = await plan({ protocol: 'openai-chat', params });
  expect(workload.params).toEqual({ model: '4', maxTokens: 64, minTokens: 8, ignoreEos: true });
});

test('the key is the one that is named, or the usual variable where it is set', async () => {
  const keyOf = async (apiKeyEnv: string | undefined, env: NodeJS.ProcessEnv) =>
    (await plan({ apiKeyEnv }, {}, env)).target.apiKeyEnv;
  expect(await keyOf(undefined, {})).toBeUndefined();
  expect(await keyOf(undefined, { SEATRIAL_API_KEY: 'k' })).toBe('SEATRIAL_API_KEY');
  expect(await keyOf('MINE', { MINE: 'k', SEATRIAL_API_KEY: 'k' })).toBe('MINE');
});

test('first audio may be called ttft, as the first token is', async () => {
  const slos = slo('rtf=0.8', slo('user_ttft=0.2s', slo('ttft=200ms')));
  expect((await plan({ slos })).slos).toEqual([
    { measure: 'ttfa', max: 200 },
    { measure: 'user_ttfa', max: 200 },
    { measure: 'rtf', max: 0.8 },
  ]);
});

describe('what cannot be asked for is told in a sentence', () => {
  test.each<[Partial<BenchRequest>, RegExp]>([
    [{ concurrency: [1], rate: [1] }, /Choose one of --concurrency, --rate and --trace/],
    [{ arrivals: 'constant' }, /give a rate/],
    [{ concurrency: [1, 2], rampTo: 9 }, /--ramp-to goes with one/],
    [{ concurrency: [20_000] }, /cannot be asked for: levels/],
    [{ params: { speed: '2' } }, /cartesia-bytes has no parameter speed: it takes version, model/],
    [{ params: { sampleRate: 'high' } }, /--param sampleRate takes a number, not high/],
    [{ clip: ['3s'] }, /cartesia-bytes takes texts/],
    [{ protocol: 'cartesia-stt', text: ['a'] }, /cartesia-stt listens/],
    [{ text: ['a'], characters: [9] }, /Choose one of --text/],
    [{ apiKeyEnv: 'NO_KEY' }, /NO_KEY of --api-key-env is not set/],
    [{ apiKeyEnv: 'sk-123' }, /takes the name of a variable/],
    [{ slos: slo('speed=3') }, /There is no measure speed for --slo: choose one of/],
    [{ slos: slo('rtf=3ms') }, /--slo rtf is no time/],
    [{ url: 'localhost:80' }, /--url takes an address such as/],
  ])('%j', async (over, says) => {
    await expect(plan(over)).rejects.toThrow(says);
  });
});

test.each([
  ['http://a:1', 'http://a:1'],
  ['http://a:1/', 'http://a:1'],
  ['http://a:1/v1', 'http://a:1'],
  ['https://a/proxy/v1/', 'https://a/proxy'],
  ['https://a/v1/chat/completions?x=1', 'https://a'],
  ['wss://a/speech', 'https://a/speech'],
  ['http://a/v1/chat/v1', 'http://a/v1/chat'],
])('%s as a base address', (given, base) => {
  expect(baseUrl(given, '/v1/chat/completions')).toBe(base);
});

test.each([
  ['20s', 20],
  ['500ms', 0.5],
  ['2m', 120],
  ['1.5', 1.5],
  ['2d', Number.NaN],
  ['', Number.NaN],
])('%j is %d seconds', (text, seconds) => {
  expect(secondsOf(text)).toBe(seconds);
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ProcessDriver } from './drivers/process.ts';
import { decodeHistogram } from './histogram.ts';
import type { Outcome } from './outcomes.ts';
import { type LoadPlanInput, loadPlanSchema } from './plan.ts';
import type { LevelResult } from './result.ts';
import { TruthProcess } from './truth/truth-process.ts';

let k6: string;
let truth: TruthProcess;
beforeAll(async () => {
  const { buildPrograms } = await import('../kind-fixtures/toolchain/build.ts');
  const programs = await buildPrograms(['k6', 'truth-server']);
  k6 = programs.k6;
  // Short answers: 20 chunks in a tenth of a second.
  truth = await TruthProcess.start(programs['truth-server'], ['-chunks=20', '-gap=5ms', '-first=20ms']);
});
beforeEach(() => truth.reset());
afterAll(() => truth?.[Symbol.asyncDispose]());

type Wanted = {
  protocol: string;
  order?: string;
  url?: string;
  seconds?: number;
  timeout?: number;
  insecureTls?: boolean;
  level?: LoadPlanInput['levels'][number];
};

/** One level of load whose every request orders that. */
async function level(wanted: Wanted): Promise<LevelResult> {
  const { protocol, order, url = truth.url, seconds = 0.5, timeout = 10 } = wanted;
  const plan = loadPlanSchema.parse({
    target: { url, protocol, insecureTls: wanted.insecureTls ?? false },
    workload: { name: 'faults', texts: [order === undefined ? 'All hands on deck.' : `order:${order}`] },
    levels: [wanted.level ?? { streams: 1 }],
    warmupSeconds: 0,
    measureSeconds: seconds,
    requestTimeoutSeconds: timeout,
    budget: { maxRequests: 5000, maxSeconds: 60, maxStreams: 400 },
  });
  const result = await new ProcessDriver({ k6 }).run(plan, { id: 'faults' });
  expect([result.status, result.reason]).toEqual(['complete', undefined]);
  return result.levels[0]!;
}

/** Order, how a request must end then, and the status that it must have. */
type Case = readonly [order: string, outcome: Outcome, status?: number];

const everywhere: readonly Case[] = [
  ['truncate', 'truncated'],
  ['reset', 'truncated'],
  ['no-terminator', 'missing-terminator'],
  ['garbage', 'protocol-error'],
  ['429', 'http-status', 429],
  ['503', 'http-status', 503],
  ['endless', 'too-large'],
  ['huge', 'too-large'],
  ['endless-slow', 'timeout'],
  ['hang', 'timeout'],
  ['no-content', 'no-content'],
];
const overHttp: readonly Case[] = [
  ['wrong-type', 'wrong-type'],
  ['slow-headers', 'timeout'],
];

const cases: Readonly<Record<string, readonly Case[]>> = {
  'openai-chat': [...everywhere, ...overHttp],
  'cartesia-bytes': [...everywhere.filter(([order]) => order !== 'no-content'), ...overHttp],
  'cartesia-sse': [...everywhere, ...overHttp],
  // Half a message is half a WebSocket frame.
  'cartesia-ws': everywhere,
  'openai-embeddings': [
    ['truncate', 'truncated'],
    ['garbage', 'protocol-error'],
    ['429', 'http-status', 429],
    ['huge', 'too-large'],
    ['hang', 'timeout'],
    ['no-content', 'no-content'],
    ...overHttp,
  ],
};

describe.each(Object.entries(cases))('%s', (protocol, orders) => {
  it.each(orders.map(([order, outcome, status]) => ({ order, outcome, status })))(
    '$order is $outcome',
    async ({ order, outcome, status }) => {
      const seen = await level({ protocol, order, timeout: outcome === 'timeout' ? 0.7 : 10 });
      const { counts, errors, statuses, errorSamples } = seen;
      expect(errors).toEqual({ [outcome]: counts.started });
      expect([counts.started > 0, counts.complete]).toEqual([true, 0]);
      expect(statuses).toEqual(status === undefined ? {} : { [status]: counts.started });
      expect(errorSamples.length).toBeGreaterThan(0);
      // Who is told to come back after a second does so; a message of a socket does not tell it.
      if (status !== undefined && protocol !== 'cartesia-ws') expect(counts.started).toBeLessThanOrEqual(2);
      // No number of a failed request flatters the latencies.
      expect(Object.values(seen.histograms).map((text) => decodeHistogram(text).totalCount)).toEqual(
        Object.values(seen.histograms).map(() => 0),
      );
    },
  );
});

it('takes a head that comes slowly for a slow answer, where there is time', async () => {
  const { counts, histograms } = await level({ protocol: 'openai-chat', order: 'slow-headers' });
  expect(counts.complete).toBe(counts.started);
  expect(decodeHistogram(histograms.ttft!).getValueAtPercentile(50)).toBeGreaterThan(2_900_000);
});

it('refuses a certificate that has expired, and says what was wrong', async () => {
  const { errors, counts, errorSamples } = await level({ protocol: 'cartesia-bytes', url: truth.tls });
  expect(errors).toEqual({ 'connect-error': counts.started });
  expect(errorSamples.join()).toMatch(/certificate/);
});

it('stamps below TLS, where it is told not to mind the certificate', async () => {
  const seen = await level({ protocol: 'cartesia-bytes', url: truth.tls, insecureTls: true });
  expect([seen.errors, seen.counts.complete > 0]).toEqual([{}, true]);
  expect(seen.audit.clock).toBe(process.platform === 'linux' ? 'kernel' : 'user-space');
});

it('shows a stall of two seconds in the gaps and in every player', async () => {
  const { counts, histograms } = await level({ protocol: 'cartesia-bytes', order: 'stall' });
  expect([counts.started > 0, counts.failed]).toEqual([true, 0]);
  const most = (id: string) => decodeHistogram(histograms[id]!).maxValue / 1000;
  expect(most('gap')).toBeGreaterThan(1990);
  expect(most('gap')).toBeLessThan(2500);
  // Half the audio (0.2 s) plays meanwhile, and the buffer.
  for (const buffer of [0, 50, 100, 200])
    expect(most(`underrun_${buffer}`)).toBeGreaterThan(2000 - 200 - buffer - 20);
});

it('lets those wait that come to a server that stands still, and counts it from when they were to start', async () => {
  const rate = 50;
  const running = level({
    protocol: 'cartesia-bytes',
    level: { rate, arrivals: 'constant' },
    seconds: 5,
  });
  await expect.poll(async () => (await truth.dump()).length, { timeout: 20_000 }).toBeGreaterThan(rate / 5);
  await truth.freeze(2000);
  const { counts, errors, histograms } = await running;
  expect(errors).toEqual({});
  expect(counts.complete).toBe(5 * rate);
  const user = decodeHistogram(histograms.user_ttfa!);
  // Two of five seconds: a third of the requests and more waited, up to the whole two seconds.
  expect(user.maxValue).toBeGreaterThan(1_900_000);
  expect(user.getValueAtPercentile(75)).toBeGreaterThan(400_000);
  // They had come by then: nobody waited for an answer to start the next one.
  const arrivals = (await truth.dump()).map(({ arrival_ns: at, seen_ns: seen }) => ({ at, seen }));
  expect(arrivals.filter(({ seen }) => seen > 50e6).length).toBeGreaterThan(1.5 * rate);
});

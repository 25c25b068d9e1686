import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { ProcessDriver } from '../drivers/process.ts';
import { type LoadPlanInput, loadPlanSchema } from '../plan.ts';
import { type LevelResult, loadResultSchema } from '../result.ts';

const key = 'wc_live_test';
const texts = ['All hands on deck.', { characters: 60, count: 3 }];
const stack = new AsyncDisposableStack();
let k6: string;
/** Whether there is recorded speech, without which the stand-in does not listen. */
let listens = false;
let urls: Record<'cartesia' | 'sie' | 'wordcab' | 'listener', string>;

beforeAll(async () => {
  const { buildPrograms } = await import('../../kind-fixtures/toolchain/build.ts');
  k6 = (await buildPrograms(['k6'])).k6;
  const cartesia = await import('../../kind-fixtures/platforms/cartesia/contract/stand-in.ts');
  const sie = await import('../../kind-fixtures/platforms/sie/contract/stand-in.ts');
  const wordcab = await import('../../kind-fixtures/platforms/wordcab/contract/stand-in.ts');
  const { corpus } = await (await import('../../kind-fixtures/platforms/cartesia/bundle.ts')).bundleServer();
  listens = corpus !== undefined;
  const speech = corpus === undefined ? {} : { SPEECH_CORPUS: corpus };
  urls = {
    cartesia: stack.use(await cartesia.startStandIn({ WORKER_CAPACITY: '8', ...speech })).url,
    sie: stack.use(await sie.startStandIn({ version: '0.7.3' })).gateway,
    wordcab: stack.use(await wordcab.startStandIn(key)).url,
    listener: await listen(),
  };
});
afterAll(() => stack.disposeAsync());

/** A little load on a stand-in. */
async function drive(
  platform: keyof typeof urls,
  protocol: string,
  workload: Partial<LoadPlanInput['workload']>,
  measureSeconds = 1,
): Promise<LevelResult> {
  const plan = loadPlanSchema.parse({
    target: { url: urls[platform], protocol, apiKeyEnv: 'KEY' },
    workload: { name: 'w', ...workload },
    levels: [{ streams: 2 }],
    warmupSeconds: 0.2,
    measureSeconds,
    slos: [{ measure: 'e2e', max: 60_000 }],
    budget: { maxRequests: 5000, maxSeconds: 60, maxStreams: 2 },
  });
  const driver = new ProcessDriver({ k6, env: { ...process.env, KEY: key } });
  const result = loadResultSchema.parse(await driver.run(plan, { id: `p-${protocol}` }));
  const level = result.levels[0];
  expect([result.status, result.reason, level?.errors, level?.errorSamples]).toEqual([
    'complete',
    undefined,
    {},
    [],
  ]);
  const { started, complete, good } = level!.counts;
  expect(complete).toBeGreaterThan(0);
  expect([started, good]).toEqual([complete, complete]);
  return level!;
}

const names = ({ histograms }: LevelResult) =>
  Object.keys(histograms)
    .filter((id) => !['connect', 'network_rtt'].includes(id))
    .sort();
const common = ['e2e', 'own_delay', 'start_delay', 'user_e2e'];
const audio = [
  ...common,
  'gap',
  'rtf',
  'ttfa',
  'underrun_0',
  'underrun_100',
  'underrun_200',
  'underrun_50',
  'user_ttfa',
];

describe('speech', () => {
  it.each([
    ['cartesia', 'cartesia-bytes', { model: 'sonic-3' }],
    ['cartesia', 'cartesia-sse', { model: 'sonic-3' }],
    ['cartesia', 'cartesia-ws', { model: 'sonic-3', sampleRate: 16_000 }],
    ['wordcab', 'wordcab-speech', {}],
    ['wordcab', 'openai-speech', { model: 'kokoro', voice: 'ember', format: 'wav' }],
  ] as const)('of %s by %s', async (platform, protocol, params) => {
    const level = await drive(platform, protocol, { texts, params });
    expect(names(level)).toEqual([...audio].sort());
    const { audioSeconds, complete } = level.counts;
    // The stand-ins speak 12.5 or more characters a second.
    expect(audioSeconds / complete).toBeGreaterThan(0.5);
    expect(audioSeconds / complete).toBeLessThan(20);
  });
});

it('chat, with tokens as the service counts them', async () => {
  const level = await drive('wordcab', 'openai-chat', { texts, params: { model: 'qwen3.5-4b' } });
  expect(names(level)).toEqual([...common, 'gap', 'ntpot', 'tpot', 'ttft', 'user_ttft'].sort());
  const { outputTokens, tokensTold, complete, textEvents } = level.counts;
  expect([tokensTold, textEvents]).toEqual([complete, outputTokens]);
});

/** What the listener heard: a file's bytes and its model, or the bytes and the messages of each socket. */
const heard: {
  files: [bytes: number, model: string][];
  sockets: [bytes: number, words: string, ms: number][];
} = {
  files: [],
  sockets: [],
};

/** Listens by OpenAI's form and by Cartesia's socket, hears everything and understands two words. */
async function listen(): Promise<string> {
  const server = createServer(async (request, response) => {
    const headers = { 'content-type': request.headers['content-type']! };
    const form = await new Response(new Uint8Array(await buffer(request)), { headers }).formData();
    heard.files.push([(form.get('file') as File).size, String(form.get('model'))]);
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify({ text: 'two words', usage: { type: 'tokens', input_tokens: 40, output_tokens: 2 } }),
    );
  });
  const sockets = new WebSocketServer({ server, path: '/stt/websocket' });
  sockets.on('connection', (socket) => {
    const began = performance.now();
    let bytes = 0;
    socket.on('message', (data: Buffer, binary) => {
      if (binary) {
        if (bytes === 0) socket.send(JSON.stringify({ type: 'transcript', text: 'two', is_final: false }));
        bytes += data.length;
        return;
      }
      heard.sockets.push([bytes, String(data), performance.now() - began]);
      socket.send(JSON.stringify({ type: 'transcript', text: 'two words', is_final: true }));
      socket.send(JSON.stringify({ type: 'done' }));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  stack.defer(() => {
    for (const socket of sockets.clients) socket.terminate();
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('transcripts', () => {
  it('of a whole file', async () => {
    const level = await drive('listener', 'openai-transcription', {
      clips: [{ seconds: 1 }, { seconds: 2 }],
    });
    expect(names(level)).toEqual([...common, 'ntpot', 'rtfx'].sort());
    expect(new Set(heard.files.map(String))).toEqual(new Set(['32044,whisper-1', '64044,whisper-1']));
    const { inputSeconds, outputTokens, complete } = level.counts;
    expect(inputSeconds / complete).toBeGreaterThanOrEqual(1);
    expect(outputTokens).toBe(2 * complete);
  });

  it('of sounds without words', async ({ skip }) => {
    skip(!listens);
    // The stand-in's recogniser takes its time.
    const level = await drive('cartesia', 'cartesia-stt', { clips: [{ seconds: 0.25 }] }, 6);
    expect(names(level)).toEqual([...common, 'rtfx'].sort());
    expect(level.counts.inputSeconds).toBe(0.25 * level.counts.complete);
  });

  it('at the pace of speech, one clip for each socket', async () => {
    const level = await drive('listener', 'cartesia-stt-ws', { clips: [{ seconds: 0.35 }] });
    expect(names(level)).toEqual(
      [...common, 'final_delay', 'gap', 'ntpot_events', 'rtfx', 'tpot_events', 'ttft', 'user_ttft'].sort(),
    );
    for (const [bytes, words, ms] of heard.sockets) {
      expect([bytes, words]).toEqual([0.35 * 32_000, 'done']);
      expect(ms).toBeGreaterThan(290);
    }
    expect(level.counts.connections).toBe(level.counts.complete);
  });
});

describe('items, in batches', () => {
  it.each([
    ['wordcab', 'openai-embeddings', { model: 'bge-m3' }],
    ['sie', 'sie-encode', {}],
    ['sie', 'sie-encode-msgpack', {}],
    ['sie', 'sie-score', {}],
  ] as const)('of %s by %s', async (platform, protocol, params) => {
    const level = await drive(platform, protocol, { texts, params, batch: 3 });
    expect(level.counts.items).toBe(3 * level.counts.complete);
    const told = platform === 'sie' ? ['gpu', 'queue'] : [];
    expect(names(level).filter((id) => id !== 'queue')).toEqual(
      [...common, ...told].filter((id) => id !== 'queue').sort(),
    );
  });
});

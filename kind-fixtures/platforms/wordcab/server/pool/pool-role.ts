import type { IncomingMessage, ServerResponse } from 'node:http';
import type { z } from 'zod';
import { loadCorpus } from '../../../cartesia/server/audio/corpus.ts';
import { Speaker } from '../../../cartesia/server/audio/speech.ts';
import { listen, readBody, sendJson, sendText } from '../../../cartesia/server/http.ts';
import type { Env } from '../env.ts';
import { FaultBoard } from '../faults/fault-board.ts';
import { type RunningRole, sleep } from '../role.ts';
import { parseJson, sendError } from '../wire/answers.ts';
import { followOrders } from '../wire/orders.ts';
import { chat, chatRequest } from './chat.ts';
import { embed, embeddingsRequest } from './embeddings.ts';
import { PoolMetrics } from './pool-metrics.ts';
import { Recogniser, readWav, wordsIn } from './recogniser.ts';
import { speak, speechRequest } from './speech.ts';

const maxAudioBytes = 16 * 1024 * 1024;

/** One replica of a model pool: speaks, listens or answers, by its type. */
export async function startPool(env: Env): Promise<RunningRole> {
  await using stack = new AsyncDisposableStack();
  const { POOL_NAME: pool, POOL_TYPE: type } = env;
  const faults = new FaultBoard({ role: 'pool', release: env.RELEASE_TAG, pool }, env.STANDIN_FAULTS);
  const metrics = new PoolMetrics(type);
  metrics.gpu.set({ pool, gpu: '0' }, 0);
  if (type === 'stt') metrics.sttStreams.set({ pool, language: 'en' }, 0);
  let config: Readonly<Record<string, unknown>> = {};
  stack.use(
    followOrders(env.ADMIN_URL, pool, (got) => {
      faults.ordered = got.faults;
      config = got.config;
    }),
  );
  const speaker = new Speaker(await loadCorpus(env.SPEECH_CORPUS));
  const recogniser = Recogniser.knowing(type === 'stt' ? await wordsIn(env.SPEECH_CORPUS) : [], speaker);
  let loaded = false;
  let draining = false;
  let active = 0;
  const loading = setTimeout(() => {
    loaded = true;
  }, env.POOL_LOAD_MS);
  stack.defer(() => clearTimeout(loading));

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    response.setHeader('x-standin-release', env.RELEASE_TAG);
    response.setHeader('x-standin-pool', pool);
    const route = `${request.method} ${new URL(request.url ?? '/', 'http://pool').pathname}`;
    const parse = async <T>(schema: z.ZodType<T>): Promise<T | null> => {
      const parsed = schema.safeParse(parseJson((await readBody(request)).toString('utf8')));
      if (parsed.success) return parsed.data;
      const issue = parsed.error.issues[0];
      sendError(response, 400, 'invalid_request', `${issue?.path.join('.')}: ${issue?.message}`);
      return null;
    };
    if (type === 'llm' && route === 'POST /v1/chat/completions') {
      const asked = await parse(chatRequest);
      if (!asked) return;
      const { promptTokens, completionTokens, firstTokenMs } = await chat(asked, faults, response);
      metrics.llmTtft.observe({ pool, model: asked.model }, firstTokenMs / 1000);
      metrics.llmTokens.inc({ pool, model: asked.model, direction: 'in' }, promptTokens);
      metrics.llmTokens.inc({ pool, model: asked.model, direction: 'out' }, completionTokens);
    } else if (type === 'llm' && route === 'POST /v1/embeddings') {
      const asked = await parse(embeddingsRequest);
      if (asked) embed(asked, faults, response);
    } else if (type === 'tts' && route === 'POST /v1/audio/speech') {
      const asked = await parse(speechRequest);
      const ms = asked && (await speak(asked, speaker, faults, response));
      if (asked && ms !== null) metrics.ttsFirstAudio.observe({ pool, voice: asked.voice }, ms / 1000);
    } else if (type === 'stt' && route === 'POST /internal/transcribe') {
      const clip = readWav(await readBody(request, maxAudioBytes));
      if (!clip) return sendError(response, 400, 'not_wav', 'The audio is not 16-bit RIFF/WAVE.');
      const words = faults.find('misheard') ? ['something', 'else'] : recogniser.understand(clip);
      sendJson(response, 200, { text: words.join(' '), duration: clip.samples.length / clip.rate });
    } else sendError(response, 404, 'not_found', 'The stand-in has no such route.');
  };

  const api = stack.use(
    await listen(env.PORT, async (request, response) => {
      active++;
      response.once('close', () => active--);
      await serve(request, response);
    }),
  );
  const admin = stack.use(
    await listen(env.ADMIN_PORT, async (request, response) => {
      if (request.url === '/metrics')
        return sendText(response, 200, await metrics.registry.metrics(), metrics.registry.contentType);
      if (request.url === '/config') return sendJson(response, 200, config);
      const ready = loaded && !draining && !faults.find('never-ready');
      sendText(response, ready ? 200 : 503, ready ? 'ok' : 'not ready');
    }),
  );
  const owned = stack.move();
  return {
    faults,
    port: api.port,
    adminPort: admin.port,
    /** Not ready at once; serves on while the Service forgets the pod, then ends what is in progress. */
    async drain() {
      draining = true;
      await sleep(env.DRAIN_GRACE_MS);
      const until = performance.now() + env.DRAIN_LIMIT_MS;
      while (active > 0 && performance.now() < until) await sleep(50);
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

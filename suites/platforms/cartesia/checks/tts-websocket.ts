import { defineCheck } from '../../../check.ts';
import { audioMeasures, implausible, listen } from '../../../checks/audio.ts';
import { fail, inconclusive, pass } from '../../../record/finding.ts';
import { problemText } from '../problem.ts';
import { refused } from '../refused.ts';
import { rawPcm, sampleRate, smokeRequest, smokeRequestFor } from '../requests.ts';

interface Message {
  readonly type?: string;
  readonly data?: string;
  readonly status_code?: number;
  /** The message as it came, for an error's text. */
  readonly raw: string;
}

const contextId = 'seatrial-smoke';

/** One sentence over the WebSocket: chunks of audio, then `done`. */
export const ttsWebSocket = defineCheck({
  id: 'cartesia.tts-websocket',
  title: 'WebSocket /tts/websocket speaks',
  question: 'Does a sentence sent over the WebSocket come back as speech, chunk by chunk, to its end?',
  needs: { http: true },
  timeoutSeconds: 30,
  blames: 'release',
  source: 'Public API: WebSocket /tts/websocket',
  async run({ endpoint, http, settings, signal }) {
    const request = {
      ...smokeRequestFor(settings),
      context_id: contextId,
      output_format: rawPcm,
      continue: false,
      max_buffer_delay_ms: 0,
    };
    const { messages, ended } = await http.websocket(`${endpoint.url}/tts/websocket`, {
      headers: endpoint.headers,
      send: [JSON.stringify(request)],
      isLast: (text) => ['done', 'error'].includes(parsed(text).type ?? ''),
      signal,
    });
    const answers = messages.map(parsed);
    const error = answers.find(({ type }) => type === 'error');
    const noKey = refused(error?.status_code ?? 0);
    if (noKey) return noKey;
    if (error) return fail(`the WebSocket answered an error: ${problemText(error.raw)}`);
    if (ended === 'too-many-messages') return inconclusive(`no end after ${messages.length} messages`);
    const chunks = answers.filter(({ type }) => type === 'chunk');
    if (ended === 'closed')
      return fail(`closed after ${chunks.length} chunks, without done`, { expected: 'a done message' });
    const facts = listen(
      Buffer.concat(chunks.map(({ data }) => Buffer.from(data ?? '', 'base64'))),
      sampleRate,
    );
    return (
      implausible(facts, smokeRequest.transcript) ??
      pass(
        `${facts.seconds.toFixed(1)} s of speech in ${chunks.length} chunks`,
        undefined,
        audioMeasures(facts),
      )
    );
  },
});

function parsed(text: string): Message {
  try {
    return { ...(JSON.parse(text) as Message), raw: text };
  } catch {
    return { type: 'error', raw: `not JSON: ${text.slice(0, 100)}` };
  }
}

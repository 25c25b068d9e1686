import { defineCheck } from '../../../check.ts';
import { audioMeasures, implausible, listen } from '../../../checks/audio.ts';
import { fail, pass } from '../../../record/finding.ts';
import { problemText } from '../problem.ts';
import { refused } from '../refused.ts';
import { sampleRate, smokeRequest } from '../requests.ts';
import { speak } from '../speak.ts';

interface Event {
  readonly type: string;
  readonly data?: string;
  readonly status_code?: number;
  /** The payload as it came, for an error's text. */
  readonly raw: string;
}

/** One sentence by `POST /tts/sse`: events with chunks of audio, then `done`. */
export const ttsSse = defineCheck({
  id: 'cartesia.tts-sse',
  title: 'POST /tts/sse speaks',
  question: 'Does a sentence come back as a stream of events with speech, to its end?',
  needs: { http: true },
  timeoutSeconds: 30,
  blames: 'release',
  source: 'Public API: POST /tts/sse',
  async run(context) {
    const spoken = await speak('/tts/sse', context);
    if (!Buffer.isBuffer(spoken)) return spoken;
    const events = eventsOf(spoken.toString());
    const chunks = events.filter(({ type }) => type === 'chunk');
    const error = events.find(({ type }) => type === 'error');
    if (error)
      return (
        refused(error.status_code ?? 0) ??
        fail(`the stream ended with an error: ${problemText(error.raw)}`, {
          expected: 'a done event',
          seen: `${chunks.length} chunks`,
        })
      );
    if (!events.some(({ type }) => type === 'done'))
      return fail(`the stream ended after ${chunks.length} chunks, without done`, {
        expected: 'a done event',
        seen: spoken.toString('utf8', 0, 200),
      });
    const audio = Buffer.concat(chunks.map(({ data }) => Buffer.from(data ?? '', 'base64')));
    const facts = listen(audio, sampleRate);
    return (
      implausible(facts, smokeRequest.transcript) ??
      pass(
        `${facts.seconds.toFixed(1)} s of speech in ${chunks.length} events`,
        undefined,
        audioMeasures(facts),
      )
    );
  },
});

/** Server-sent events: the payload's own `type` says what it is, or the event's name where it has none. */
function eventsOf(stream: string): Event[] {
  return stream.split(/\r?\n\r?\n/).flatMap((block): Event[] => {
    const lines = block.split(/\r?\n/);
    const field = (name: string) =>
      lines.flatMap((line) =>
        line.startsWith(`${name}:`) ? [line.slice(name.length + 1).replace(/^ /, '')] : [],
      );
    const raw = field('data').join('\n');
    if (raw === '') return [];
    const named = field('event')[0];
    try {
      const payload = JSON.parse(raw) as Omit<Event, 'raw'>;
      return [{ ...payload, type: payload.type ?? named ?? 'unknown', raw }];
    } catch {
      return [{ type: named === 'error' ? 'error' : 'unknown', raw }];
    }
  });
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import { decode } from '../audio/decoding.ts';
import type { Recogniser } from '../audio/recogniser.ts';
import type { FaultBoard } from '../faults/fault-board.ts';
import { sendJson } from '../http.ts';
import type { Caller } from './caller.ts';
import { readForm } from './form.ts';
import { problems, sendProblem } from './problem.ts';

/** `POST /stt`: a multipart form with `file` and `model`; raw PCM is described by `encoding` and `sample_rate` in the query. */
export async function transcribe(
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
  parts: { caller: Caller; recogniser: Recogniser; faults: FaultBoard },
): Promise<void> {
  const { caller, recogniser, faults } = parts;
  const form = await readForm(request);
  const file = form?.get('file');
  const model = form?.get('model');
  const query = url.searchParams;
  if (!(file instanceof Blob) || typeof model !== 'string' || model === '')
    return sendProblem(response, caller, problems.badRequest('A form with a file and a model is needed.'));
  const clip = decode(Buffer.from(await file.arrayBuffer()), {
    encoding: query.get('encoding'),
    rate: query.get('sample_rate'),
  });
  if (!clip) return sendProblem(response, caller, problems.badRequest('The audio cannot be read.'));
  const heard = await recogniser.hear(clip);
  const words = faults.find('mishears') ? heard.map((word) => ({ ...word, word: 'mumble' })) : heard;
  sendJson(response, 200, {
    ...(caller.structured ? { type: 'transcript' } : {}),
    text: words.map(({ word }) => word).join(' '),
    language: 'en',
    duration: clip.samples.length / clip.rate,
    words: words.map(({ word, start, end }) => ({ word, start, end })),
  });
}

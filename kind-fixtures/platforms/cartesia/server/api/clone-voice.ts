import type { IncomingMessage, ServerResponse } from 'node:http';
import type { WorkerDirectory } from '../dispatch/worker-directory.ts';
import { sendJson } from '../http.ts';
import { type Bus, fromBytes, toBytes } from '../wire/bus.ts';
import { subjects } from '../wire/messages.ts';
import type { Caller } from './caller.ts';
import { readForm } from './form.ts';
import { problemOf, problems, sendProblem } from './problem.ts';
import type { StoredVoice } from './stored-voice.ts';
import { toWire, type Voices } from './voices.ts';

const CLONE_TIMEOUT_MS = 10_000;

/** `POST /voices/clone`: a multipart form with `clip`, `name` and `language`, done by the voice clone worker. */
export async function cloneVoice(
  request: IncomingMessage,
  response: ServerResponse,
  parts: { caller: Caller; bus: Bus; directory: WorkerDirectory; voices: Voices },
): Promise<void> {
  const { caller, bus, directory, voices } = parts;
  const form = await readForm(request);
  const clip = form?.get('clip');
  const name = form?.get('name');
  if (!(clip instanceof Blob) || clip.size === 0 || typeof name !== 'string' || !name) {
    return sendProblem(response, caller, problems.badRequest('A form with a clip and a name is needed.'));
  }
  const language = form?.get('language');
  const clone = { name, language: typeof language === 'string' ? language : 'en', bytes: clip.size };
  const worker = directory.choose('VOICE_CLONE');
  const answer =
    worker && (await bus.request(subjects.worker(worker.beat.pod), toBytes({ clone }), CLONE_TIMEOUT_MS));
  const result = answer && fromBytes<{ accepted: boolean; id?: string }>(answer);
  if (!result?.id) return sendProblem(response, caller, problemOf('unserviceable'));
  const description = form?.get('description');
  const voice: StoredVoice = {
    id: result.id,
    name,
    language: clone.language,
    description: typeof description === 'string' ? description : '',
    gender: 'gender_neutral',
    createdAt: new Date().toISOString(),
    added: true,
  };
  voices.addClone(voice);
  sendJson(response, 200, { ...toWire(voice, caller.structured), user_id: 'standin' });
}

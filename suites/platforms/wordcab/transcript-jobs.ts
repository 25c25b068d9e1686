import { setTimeout as wait } from 'node:timers/promises';
import { jsonOf } from '../../probes/json-of.ts';
import { type Asking, ask } from './answers.ts';

/** A job as it was last seen. Its states and where its text lies are assumptions: both spellings that are usual are taken. */
export interface Job {
  readonly id: string;
  readonly state: 'working' | 'done' | 'failed';
  readonly text: string | null;
}

const doneWords = ['completed', 'complete', 'done', 'succeeded'];
const failedWords = ['failed', 'error', 'cancelled', 'canceled'];
const pollMs = 500;

/** The job in an answer; null where there is none. */
export function jobOf(body: Buffer): Job | null {
  const found = jsonOf(body) as {
    id?: unknown;
    status?: unknown;
    text?: unknown;
    transcript?: { text?: unknown };
  } | null;
  if (typeof found?.id !== 'string') return null;
  const status = String(found.status ?? '').toLowerCase();
  const text = found.text ?? found.transcript?.text;
  return {
    id: found.id,
    state: doneWords.includes(status) ? 'done' : failedWords.includes(status) ? 'failed' : 'working',
    text: typeof text === 'string' ? text : null,
  };
}

/** Sends audio as a batch job. Answers as it came. Throws `ProbeError`. */
export async function postJob({ endpoint, http, signal }: Asking, wav: Buffer, model: string) {
  const form = new FormData();
  form.set('file', new Blob([new Uint8Array(wav)], { type: 'audio/wav' }), 'seatrial.wav');
  form.set('model', model);
  const encoded = new Response(form);
  return http.request(`${endpoint.url}/api/v1/transcripts`, {
    method: 'POST',
    headers: {
      ...endpoint.headers,
      'content-type': encoded.headers.get('content-type')!,
      'idempotency-key': crypto.randomUUID(),
    },
    body: new Uint8Array(await encoded.arrayBuffer()),
    maxBytes: 1024 * 1024,
    signal,
  });
}

/** Asks until the job is over, or the signal aborts; the job as last seen, or the answer that was none. Throws `ProbeError`. */
export async function finished(context: Asking, id: string): Promise<Job | { readonly status: number }> {
  for (;;) {
    const answer = await ask(context, 'GET', `/api/v1/transcripts/${encodeURIComponent(id)}`);
    const job = answer.status === 200 ? jobOf(answer.body) : null;
    if (!job) return { status: answer.status };
    if (job.state !== 'working') return job;
    await wait(pollMs, undefined, { signal: context.signal });
  }
}

import { z } from 'zod';
import type { Endpoint } from '../../../check.ts';
import type { HttpProbe } from '../../../probes/http/probe.ts';
import type { Settings } from '../../../settings.ts';
import standIn from './bge-m3.stand-in.json' with { type: 'json' };

const schema = z.strictObject({
  model: z.string(),
  /** Who made the vectors. */
  source: z.string(),
  /** The title of the page at `/` of the only server that they hold for. */
  onlyFor: z.string(),
  /** The least cosine that is still the same embedding. */
  cosine: z.number().min(0).max(1),
  /** Text → packed vector (`packVector`). */
  vectors: z.record(z.string(), z.string()),
});

const files = [schema.parse(standIn)];

export interface RecordedVector {
  readonly text: string;
  readonly vector: string;
  readonly cosine: number;
  readonly source: string;
}

interface Asking {
  readonly endpoint: Endpoint;
  readonly http: HttpProbe;
  readonly settings: Settings;
  readonly signal: AbortSignal;
}

/**
 * The recorded vectors to hold a model against: the user's own (`settings.embeddings`), else ours, which hold only for
 * the server that they were recorded from. We have none of the vendor's models: those run on GPUs that we do not have.
 */
export async function recordedFor(model: string, asking: Asking): Promise<readonly RecordedVector[]> {
  const of = model.toLowerCase();
  const own = (asking.settings.embeddings ?? []).filter((one) => one.model.toLowerCase() === of);
  if (own.length > 0) return own.map((one) => ({ ...one, source: 'your own record' }));
  const file = files.find((one) => one.model.toLowerCase() === of);
  if (!file || !(await titled(file.onlyFor, asking))) return [];
  const { cosine, source } = file;
  return Object.entries(file.vectors).map(([text, vector]) => ({ text, vector, cosine, source }));
}

async function titled(title: string, { endpoint, http, signal }: Asking): Promise<boolean> {
  const { body } = await http.request(`${endpoint.url}/`, {
    headers: endpoint.headers,
    maxBytes: 64 * 1024,
    signal,
  });
  return body.toString().includes(`<title>${title}</title>`);
}

import { z } from 'zod';
import { defineCheck } from '../../check.ts';
import { jsonOf } from '../../probes/json-of.ts';
import { fail, inconclusive, pass, skip } from '../../record/finding.ts';
import { cosine, norm } from '../quality/vectors.ts';

const answer = z.object({
  data: z.array(z.object({ index: z.number().int(), embedding: z.array(z.number().nullable()) })),
});

/** Two sentences of one meaning, in nearly the same words, and one of another: no model that works mixes them up. */
const sentences = [
  'The ship is ready to sail.',
  'The ship is now ready to sail away.',
  'Her invoice for the kitchen table was paid in March.',
] as const;

/** Embeddings are finite, of one length, and nearer for what means the same. */
export const openaiEmbeddings = defineCheck({
  id: 'openai.embeddings',
  title: 'Embeddings are finite and tell meanings apart',
  question: 'Do embeddings still mean something?',
  needs: { http: true },
  timeoutSeconds: 60,
  blames: 'release',
  source: 'OpenAI API: embeddings',
  async run({ endpoint, http, settings, signal }) {
    const model = settings.embeddingModel;
    if (model === undefined) return skip('no model to embed with is named: see settings.embeddingModel');
    const { status, body } = await http.request(`${endpoint.url}/v1/embeddings`, {
      method: 'POST',
      headers: { ...endpoint.headers, 'content-type': 'application/json' },
      body: JSON.stringify({ model, input: sentences, encoding_format: 'float' }),
      maxBytes: 4 * 1024 * 1024,
      signal,
    });
    const seen = { seen: `${status}: ${body.toString('utf8', 0, 200)}` };
    if (status === 401 || status === 403) return inconclusive(`the API key was refused with ${status}`, seen);
    if (status !== 200) return fail(`POST /v1/embeddings answered ${status}`, { expected: '200', ...seen });
    const parsed = answer.safeParse(jsonOf(body));
    if (!parsed.success || parsed.data.data.length !== sentences.length)
      return fail(`POST /v1/embeddings did not answer ${sentences.length} embeddings`, seen);
    const vectors = parsed.data.data.sort((a, b) => a.index - b.index).map(({ embedding }) => embedding);
    const broken = vectors.flat().filter((value) => value === null || !Number.isFinite(value)).length;
    if (broken > 0) return fail(`${broken} numbers of the embeddings are not finite`, seen);
    const [a, b, c] = vectors as [number[], number[], number[]];
    if (a.length === 0 || norm(a) === 0) return fail('an embedding has no length', seen);
    const near = cosine(a, b);
    const far = Math.max(cosine(a, c), cosine(b, c));
    const evidence = {
      expected: 'the same meaning nearer than another',
      seen: `${a.length} dimensions, cosine ${near.toFixed(3)} for the same meaning, ${far.toFixed(3)} for another`,
    };
    return near > far
      ? pass(`${a.length} dimensions, same meaning ${near.toFixed(2)}, another ${far.toFixed(2)}`, evidence)
      : fail('sentences of one meaning are no nearer than those of another', evidence);
  },
});

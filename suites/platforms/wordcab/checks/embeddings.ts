import { z } from 'zod';
import { defineCheck } from '../../../check.ts';
import { cosine, norm } from '../../../checks/quality/vectors.ts';
import { jsonOf } from '../../../probes/json-of.ts';
import { score } from '../../../quality/score.ts';
import { fail, inconclusive, pass, skip } from '../../../record/finding.ts';
import { ask, textOf, unlessOk } from '../answers.ts';
import { idsOf } from '../lists.ts';
import { dimensions } from '../models.ts';
import { meanings } from '../sentences.ts';
import { sketchCosine, sketchOf } from '../sketch.ts';

const list = z.object({
  data: z.array(z.object({ index: z.number().int(), embedding: z.array(z.number().nullable()) })),
});
/** Rounding to 16 bits moves the length of a vector by far less. */
const unitWithin = 0.01;
/** The same model on another GPU or in another precision stays well above; another model or pooling does not. */
const sameFrom = 0.95;

/** Vectors of the documented length, finite, of unit length, that tell meanings apart and match those recorded. */
export const embeddings = defineCheck({
  id: 'wordcab.embeddings',
  title: 'Embeddings are whole, and those of before still match',
  question: 'Do embeddings mean what they meant when users stored theirs?',
  needs: { http: true },
  timeoutSeconds: 60,
  blames: 'release',
  source: 'Embeddings: bge-m3 1024, e5-mistral-7b 4096, gte-small-en 384 dimensions',
  hint: 'Compare model, pooling and normalisation of the embedding pool with the release before.',
  async run({ settings, endpoint, http, signal }) {
    const context = { endpoint, http, signal };
    const served = await idsOf('/v1/models', context);
    const model = Object.keys(dimensions).find((id) => served.includes(id));
    if (model === undefined)
      return skip(`no embedding model is served: none of ${Object.keys(dimensions).join(', ')} is listed`);
    const input = Object.values(meanings);
    const answer = await ask(context, 'POST', '/v1/embeddings', { model, input, encoding_format: 'float' });
    const trouble = unlessOk(`embedding with ${model}`, answer);
    if (trouble) return trouble;
    const parsed = list.safeParse(jsonOf(answer.body));
    if (!parsed.success || parsed.data.data.length !== input.length)
      return fail(`POST /v1/embeddings did not answer ${input.length} vectors`, { seen: textOf(answer) });
    const vectors = parsed.data.data.sort((a, b) => a.index - b.index).map(({ embedding }) => embedding);
    const wanted = dimensions[model]!;
    const wrong = vectors.find(({ length }) => length !== wanted);
    if (wrong)
      return fail(`${model} answers ${wrong.length} dimensions`, {
        expected: String(wanted),
        seen: String(wrong.length),
      });
    const holes = vectors.flat().filter((value) => value === null || !Number.isFinite(value)).length;
    if (holes > 0)
      return fail(`${holes} numbers of ${model}'s vectors are not finite`, {
        expected: 'finite numbers',
        seen: `${holes} of ${wanted * input.length}`,
      });
    const [anchor, near, far] = vectors as [number[], number[], number[]];
    const lengths = [anchor, near, far].map(norm);
    const off = lengths.find((length) => Math.abs(length - 1) > unitWithin);
    const like = cosine(anchor, near);
    const unlike = cosine(anchor, far);
    const sketch = sketchOf(anchor);
    const recorded = settings.vectors?.[model];
    const match = recorded === undefined ? null : sketchCosine(recorded, sketch);
    const seen = {
      expected: `${wanted} dimensions, length 1, the same meaning nearer${recorded === undefined ? '' : `, cosine with the recorded vector from ${sameFrom}`}`,
      seen: `length ${lengths[0]?.toFixed(3)}, same meaning ${like.toFixed(3)}, another ${unlike.toFixed(3)}${match === null ? '' : `, recorded ${match.toFixed(3)}`}; settings.vectors: { "${model}": "${sketch}" }`,
    };
    if (off !== undefined) return fail(`${model}'s vectors have length ${off.toFixed(3)}, not 1`, seen);
    if (!(like > unlike)) return fail('sentences of one meaning are no nearer than those of another', seen);
    if (match === null)
      return pass(
        `${model}: ${wanted} dimensions, finite, of unit length; no vector is recorded to compare with`,
        seen,
      );
    if (Number.isNaN(match)) return inconclusive(`settings.vectors has no sketch for ${model}`, seen);
    return match < sameFrom
      ? fail(
          `${model} is another space than before: cosine ${match.toFixed(3)} with the recorded vector`,
          seen,
        )
      : pass(`${model}: ${wanted} dimensions, cosine ${match.toFixed(3)} with the recorded vector`, seen, [
          score('cosine_to_recorded', match, 1),
        ]);
  },
});

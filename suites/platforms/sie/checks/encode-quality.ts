import { type CheckContext, defineCheck } from '../../../check.ts';
import { cosine, unpackVector } from '../../../checks/quality/vectors.ts';
import { score } from '../../../quality/score.ts';
import { type Finding, fail, inconclusive, pass } from '../../../record/finding.ts';
import { embeddingsOf } from '../embedding.ts';
import { isFinding } from '../health.ts';
import { chooseModel, infer, notUp } from '../infer.ts';
import { longestWait } from '../longest-wait.ts';
import { type RecordedVector, recordedFor } from '../quality/recorded.ts';
import { seenOf } from '../replies.ts';

const needs = { http: true } as const;
type Context = CheckContext<typeof needs>;

/** Two that mean the same, and one that has nothing to do with them. */
const pair = ['The ship leaves the harbour at dawn.', 'At dawn the ship leaves the harbour.'] as const;
const stranger = 'Quarterly tax forms must be filed by accountants.';
const sameText = 0.999;

/** Embeddings are still those that were recorded; where none were, they at least tell like from unlike. */
export const encodeQuality = defineCheck({
  id: 'sie.encode-quality',
  title: 'Embeddings are the right ones',
  question: 'Are embeddings still those that were recorded, so that stored vectors stay comparable?',
  needs,
  timeoutSeconds: longestWait,
  blames: 'release',
  source: 'Upgrade Runbook 3.3; superlinked.com/docs/evals: quality below 99 % of its target fails',
  hint: 'Compare the model’s configuration and adapter with those of the last release: stored vectors no longer match new ones',
  async run(context) {
    const model = await chooseModel('encode', context);
    if (isFinding(model)) return model;
    const recorded = await recordedFor(model.name, context);
    const texts =
      recorded.length > 0 ? recorded.map(({ text }) => text) : [pair[0], pair[0], pair[1], stranger];
    const vectors = await embed(context, model.name, texts);
    if (isFinding(vectors)) return vectors;
    return recorded.length > 0 ? against(model.name, recorded, vectors) : byThemselves(model.name, vectors);
  },
});

async function embed(
  context: Context,
  model: string,
  texts: readonly string[],
): Promise<readonly (readonly number[])[] | Finding> {
  const body = { items: texts.map((text) => ({ text })), params: { output_types: ['dense'] } };
  const inferred = await infer({ task: 'encode', model, body }, context);
  if (isFinding(inferred)) return inferred;
  if (inferred.kind === 'not-up') return notUp(`encode with ${model}`, inferred, context);
  const embeddings = embeddingsOf(inferred.answer);
  if (embeddings?.length !== texts.length)
    return fail(`encode answered ${embeddings?.length ?? 'no'} embeddings for ${texts.length} texts`, {
      seen: seenOf(inferred.answer).slice(0, 300),
    });
  return embeddings.map(({ values }) => values);
}

function against(
  model: string,
  recorded: readonly RecordedVector[],
  vectors: readonly (readonly number[])[],
): Finding {
  const compared = recorded.map((one, index) => ({
    ...one,
    is: cosine(unpackVector(one.vector), vectors[index]!),
  }));
  const worst = compared.reduce((a, b) => (a.is < b.is || Number.isNaN(a.is) ? a : b));
  const evidence = {
    expected: `cosine of ${worst.cosine} or more with the vectors recorded from ${worst.source}`,
    seen: compared.map(({ text, is }) => `"${text.slice(0, 40)}": ${is.toFixed(4)}`).join('; '),
  };
  if (compared.some(({ is }) => Number.isNaN(is)))
    return fail(`an embedding of ${model} has another size than the recorded one, or no numbers`, evidence);
  const off = compared.filter(({ is, cosine: least }) => is < least);
  if (off.length > 0)
    return fail(
      `${off.length} of ${compared.length} embeddings of ${model} turned away, to a cosine of ${worst.is.toFixed(3)}`,
      evidence,
    );
  return pass(`${compared.length} embeddings as recorded, cosine at least ${worst.is.toFixed(4)}`, evidence, [
    score('cosine_to_recorded', worst.is, compared.length),
  ]);
}

/** Holds for any model that is worth its name: the same again, like nearer than unlike. */
function byThemselves(model: string, [first, again, like, unlike]: readonly (readonly number[])[]): Finding {
  const [same, near, far] = [cosine(first!, again!), cosine(first!, like!), cosine(first!, unlike!)];
  const evidence = {
    expected: `the same text ${sameText} or more, a like one nearer than an unlike one`,
    seen: `same ${same.toFixed(4)}, like ${near.toFixed(4)}, unlike ${far.toFixed(4)}`,
  };
  if ([same, near, far].some(Number.isNaN))
    return fail(`embeddings of ${model} cannot be compared`, evidence);
  if (far >= sameText) return fail(`${model} gives different texts the same embedding`, evidence);
  if (same < sameText) return fail(`${model} gives the same text two embeddings`, evidence);
  if (near <= far) return inconclusive(`${model} holds an unlike text for nearer than a like one`, evidence);
  return pass(`${model} tells like from unlike; no vectors are recorded to compare with`, evidence);
}

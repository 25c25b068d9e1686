import { defineCheck } from '../../../check.ts';
import { norm } from '../../../checks/quality/vectors.ts';
import { type Finding, fail, inconclusive, pass } from '../../../record/finding.ts';
import { type Embedding, embeddingsOf } from '../embedding.ts';
import { isFinding } from '../health.ts';
import { chooseModel, infer, notUp } from '../infer.ts';
import { longestWait } from '../longest-wait.ts';
import { seenOf } from '../replies.ts';

/** What a model's embeddings must be, where the vendor's catalogue says it (packages/sie_server/models). */
const known: Readonly<Record<string, { readonly dims: number; readonly normalised: boolean }>> = {
  'baai/bge-m3': { dims: 1024, normalised: true },
};
const unitTolerance = 0.02;

/** One text becomes a vector: of the right length, of numbers, and not of nothing. */
export const encode = defineCheck({
  id: 'sie.encode',
  title: 'Encode answers with an embedding',
  question: 'Does a text come back as an embedding of the right size?',
  needs: { http: true },
  timeoutSeconds: longestWait,
  blames: 'release',
  source: 'Upgrade Runbook 3.3: encode request smoke test',
  hint: "Look at the worker's logs for the loading of the model",
  async run(context) {
    const model = await chooseModel('encode', context);
    if (isFinding(model)) return model;
    const body = { items: [{ text: 'upgrade verification test' }], params: { output_types: ['dense'] } };
    const inferred = await infer({ task: 'encode', model: model.name, body }, context);
    if (isFinding(inferred)) return inferred;
    if (inferred.kind === 'not-up') return notUp(`encode with ${model.name}`, inferred, context);
    const embeddings = embeddingsOf(inferred.answer);
    if (embeddings?.length !== 1)
      return fail('encode answered 200 without one dense embedding', {
        expected: 'items[0].dense',
        seen: seenOf(inferred.answer).slice(0, 300),
      });
    return judge(model.name, embeddings[0]!);
  },
});

function judge(model: string, { dims, values }: Embedding): Finding {
  const rule = known[model.toLowerCase()];
  const length = norm(values);
  const odd = values.filter((value) => !Number.isFinite(value)).length;
  const evidence = {
    expected: `${rule ? `${rule.dims} dimensions` : 'dims as many as values'}, finite${rule?.normalised ? ', of length 1' : ''}`,
    seen: `dims ${dims}, ${values.length} values, ${odd} of them no numbers, length ${length.toPrecision(4)}`,
  };
  if (values.length === 0) return fail(`${model} answered an empty embedding`, evidence);
  if (odd > 0)
    return fail(`${odd} of ${values.length} values of ${model}'s embedding are no numbers`, evidence);
  if (dims !== values.length || (rule && dims !== rule.dims))
    return fail(
      `${model}'s embedding has ${values.length} dimensions, says ${dims}${rule ? `, and has ${rule.dims}` : ''}`,
      evidence,
    );
  if (length === 0) return fail(`${model}'s embedding is all zeros`, evidence);
  if (rule?.normalised && Math.abs(length - 1) > unitTolerance)
    return fail(`${model}'s embedding is not normalised: its length is ${length.toPrecision(3)}`, evidence);
  if (!Number.isFinite(length))
    return inconclusive(`the length of ${model}'s embedding cannot be told`, evidence);
  return pass(`${model}: ${dims} dimensions, length ${length.toPrecision(3)}`, evidence);
}

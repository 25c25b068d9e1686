import { defineCheck } from '../../../check.ts';
import { cosine } from '../../../checks/quality/vectors.ts';
import { fail, inconclusive, pass } from '../../../record/finding.ts';
import { embeddingsOf } from '../embedding.ts';
import { isFinding } from '../health.ts';
import { chooseModel, infer, notUp } from '../infer.ts';
import { longestWait } from '../longest-wait.ts';
import { unpackEmbeddings } from '../msgpack.ts';

const same = 0.999;

/** The vendor's Python SDK takes msgpack; its arrays must be the embeddings that JSON gives. */
export const encodeMsgpack = defineCheck({
  id: 'sie.encode-msgpack',
  title: "Encode answers in the SDK's own format",
  question: 'Does the format of the Python SDK hold the same embedding as JSON?',
  needs: { http: true },
  timeoutSeconds: longestWait,
  blames: 'release',
  source: 'Upgrade Runbook 3.3: encode by the SDK (msgpack), or by curl (JSON)',
  async run(context) {
    const model = await chooseModel('encode', context);
    if (isFinding(model)) return model;
    const body = { items: [{ text: 'upgrade verification test' }], params: { output_types: ['dense'] } };
    const wish = { task: 'encode' as const, model: model.name, body };
    const [packed, plain] = [
      await infer({ ...wish, accept: 'application/msgpack' }, context),
      await infer(wish, context),
    ];
    for (const answer of [packed, plain]) {
      if (isFinding(answer)) return answer;
      if (answer.kind === 'not-up') return notUp(`encode with ${model.name}`, answer, context);
    }
    if (isFinding(packed) || packed.kind !== 'served' || isFinding(plain) || plain.kind !== 'served')
      return inconclusive('encode did not answer twice');
    const type = packed.answer.headers['content-type'] ?? 'no content-type';
    if (!/msgpack/.test(type))
      return fail(`asked for msgpack, encode answered ${type}`, {
        expected: 'application/x-msgpack',
        seen: type,
      });
    const unpacked = unpackEmbeddings(packed.answer.body);
    if (typeof unpacked === 'string')
      return fail(`the msgpack answer cannot be read: ${unpacked}`, { seen: type });
    const json = embeddingsOf(plain.answer)?.[0];
    if (!json || unpacked.length !== 1)
      return fail('encode answered without one dense embedding', { seen: `${unpacked.length} in msgpack` });
    const alike = cosine(unpacked[0]!.values, json.values);
    const seen = {
      expected: `cosine of ${same} or more`,
      seen: `cosine ${alike.toFixed(5)}, ${unpacked[0]!.values.length} numbers`,
    };
    return alike >= same
      ? pass(`${unpacked[0]!.values.length} numbers, the same as in JSON`, seen)
      : fail('msgpack and JSON hold different embeddings of one text', seen);
  },
});

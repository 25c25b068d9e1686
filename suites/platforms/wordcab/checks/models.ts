import { defineCheck } from '../../../check.ts';
import { fail, inconclusive, pass, skip } from '../../../record/finding.ts';
import { isComplete } from '../../../release/snapshot.ts';
import { type Asking, ask, textOf, unlessOk } from '../answers.ts';
import { isOdd, listAll } from '../lists.ts';
import { documentedModels } from '../models.ts';
import { voice } from '../sentences.ts';
import { versionOf } from '../tag.ts';

/** Models that are called by id, at most: each call takes a moment of a GPU. */
const mostCalls = 6;

/** The models that users name are listed, none of those before is gone within a major, and they can still be called by id. */
export const models = defineCheck({
  id: 'wordcab.models',
  title: 'No model was lost, and earlier defaults can be called',
  question: 'Are the models still there, and still callable by id, that were there before?',
  needs: { http: true },
  timeoutSeconds: 90,
  blames: 'release',
  source: 'Stability rules: previous defaults stay callable by id for at least two quarters',
  hint: "Compare the pools' models with those of the release before; the release notes name what was retired.",
  async run({ subject, before, settings, endpoint, http, signal, progress }) {
    const context: Asking = { endpoint, http, signal };
    const list = await listAll('/v1/models', context);
    if (isOdd(list)) {
      const refusal = unlessOk('GET /v1/models', {
        status: list.status,
        headers: {},
        body: Buffer.from(list.text),
        cut: false,
      });
      return refusal ?? fail('GET /v1/models did not answer a list of models', { seen: list.text });
    }
    const ids = list.items.flatMap(({ id }) => (typeof id === 'string' ? [id] : []));
    const was = before && isComplete(before, 'inventory') ? (before.inventory.models ?? []) : [];
    const major = versionOf(subject.tag)?.[0];
    const sameMajor = major !== undefined && major === versionOf(before?.tag ?? null)?.[0];
    const promised = [...new Set([...(settings.models ?? []), ...(sameMajor ? was : [])])];
    const lost = promised.filter((id) => !ids.includes(id));
    const seen = { expected: promised.join(', ') || 'at least one model', seen: ids.slice(0, 30).join(', ') };
    if (ids.length === 0) return fail('no model is listed', seen);
    if (lost.length > 0)
      return fail(`${lost.length} of ${promised.length} models are lost: ${lost.join(', ')}`, seen);
    if (promised.length === 0)
      return skip('no models to hold against: record the release before, or name settings.models', seen);
    const unproven: string[] = [];
    for (const id of promised.slice(0, mostCalls)) {
      progress(id);
      const called = await call(id, context);
      if (called === null) continue;
      const { status } = called;
      // What rests at zero replicas is put off, and there all the same.
      if (status === 503 || status === 202 || status === 429) unproven.push(`${id} (${status})`);
      else if (status === 404 || status === 400)
        return fail(`${id} is listed, and cannot be called by id: ${status}`, {
          expected: '200',
          seen: textOf(called),
        });
      else if (status !== 200)
        return inconclusive(`a call of ${id} answered ${status}`, { seen: textOf(called) });
    }
    return pass(
      unproven.length > 0
        ? `all ${promised.length} models are there; put off when called: ${unproven.join(', ')}`
        : `all ${promised.length} models are there, of ${ids.length} now`,
      seen,
    );
  },
});

/** The least request that the model answers; null for types that take audio, and for ids that no page names. */
function call(model: string, context: Asking) {
  switch (documentedModels[model]) {
    case 'llm':
      return ask(context, 'POST', '/v1/chat/completions', {
        model,
        messages: [{ role: 'user', content: 'Hi' }],
        max_tokens: 1,
      });
    case 'embedding':
      return ask(context, 'POST', '/v1/embeddings', { model, input: 'ship' });
    case 'tts':
      return ask(context, 'POST', '/v1/audio/speech', {
        model,
        input: 'ship',
        voice,
        response_format: 'wav',
      });
    default:
      return null;
  }
}

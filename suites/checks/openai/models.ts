import { z } from 'zod';
import { defineCheck } from '../../check.ts';
import { fail, inconclusive, pass, skip } from '../../record/finding.ts';

const list = z.object({ data: z.array(z.object({ id: z.string() })) });

/** The ids that `GET /v1/models` lists, or null where the body is no such list. */
export function modelIds(body: Buffer): string[] | null {
  try {
    return list.parse(JSON.parse(body.toString())).data.map(({ id }) => id);
  } catch {
    return null;
  }
}

/** `GET /v1/models` lists models, and those that the settings name are among them. */
export const openaiModels = defineCheck({
  id: 'openai.models',
  title: 'The models are there',
  question: 'Are the models served that users ask for?',
  needs: { http: true },
  timeoutSeconds: 20,
  blames: 'release',
  source: 'OpenAI API: list models',
  async run({ endpoint, http, settings, signal }) {
    const { status, body } = await http.request(`${endpoint.url}/v1/models`, {
      headers: endpoint.headers,
      maxBytes: 1024 * 1024,
      signal,
    });
    const seen = { seen: `${status}: ${body.toString('utf8', 0, 200)}` };
    if (status === 404) return skip('this endpoint has no GET /v1/models');
    if (status === 401 || status === 403) return inconclusive(`the API key was refused with ${status}`, seen);
    if (status !== 200) return fail(`GET /v1/models answered ${status}`, { expected: '200', ...seen });
    const ids = modelIds(body);
    if (!ids) return fail('GET /v1/models did not answer a list of models', seen);
    const wanted = [
      ...new Set(
        [...(settings.models ?? []), settings.chatModel, settings.embeddingModel].filter(
          (id) => id !== undefined,
        ),
      ),
    ];
    const missing = wanted.filter((id) => !ids.includes(id));
    const evidence = {
      expected: wanted.join(', ') || 'at least one model',
      seen: ids.slice(0, 20).join(', '),
    };
    if (missing.length > 0) return fail(`not served: ${missing.join(', ')}`, evidence);
    return ids.length === 0
      ? fail('no model is served', evidence)
      : pass(
          `${ids.length} models served${wanted.length > 0 ? `, all of ${wanted.length} wanted` : ''}`,
          evidence,
        );
  },
});

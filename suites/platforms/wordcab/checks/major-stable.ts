import { z } from 'zod';
import { defineCheck } from '../../../check.ts';
import { jsonOf } from '../../../probes/json-of.ts';
import { fail, inconclusive, pass } from '../../../record/finding.ts';
import { type Asking, ask, textOf, unlessOk } from '../answers.ts';
import { versionOf } from '../tag.ts';

const text = z.string();
const envelope = <T extends z.ZodType>(item: T) =>
  z.object({ object: z.literal('list'), data: z.array(item), has_more: z.boolean().optional() });

/** What the documentation promises of each list, of the fields that clients read. */
const promises: readonly { readonly path: string; readonly shape: z.ZodType }[] = [
  { path: '/v1/models', shape: envelope(z.object({ id: text })) },
  {
    path: '/v1/deployments',
    shape: envelope(
      z.object({ id: text, name: text, health: text, routes: z.object({ stt: text, tts: text, llm: text }) }),
    ),
  },
];

/** The documented shapes hold within a major version; a step over a major is for a person to judge. */
export const majorStable = defineCheck({
  id: 'wordcab.major-stable',
  title: 'The API has the shapes that its major version promises',
  question: 'Can clients of before go on, or did a breaking change slip in?',
  needs: { http: true },
  timeoutSeconds: 30,
  blames: 'release',
  source: 'Stability rules: the API surface is stable within a major version',
  hint: 'Read the release notes for breaking changes; a new major needs its clients checked first.',
  async run({ subject, before, endpoint, http, signal }) {
    const context: Asking = { endpoint, http, signal };
    const now = versionOf(subject.tag)?.[0];
    const was = versionOf(before?.tag ?? null)?.[0];
    if (now !== undefined && was !== undefined && now !== was)
      return inconclusive(`from ${before?.tag} to ${subject.tag} the API may break: majors differ`, {
        expected: `major ${was}`,
        seen: `major ${now}`,
      });
    for (const { path, shape } of promises) {
      const first = await ask(context, 'GET', path);
      const answer =
        first.status === 404 && path.startsWith('/v1') ? await ask(context, 'GET', `/api${path}`) : first;
      const trouble =
        answer.status >= 500
          ? inconclusive(`GET ${path} answered ${answer.status}`)
          : unlessOk(`GET ${path}`, answer);
      if (trouble) return trouble;
      const parsed = shape.safeParse(jsonOf(answer.body));
      if (parsed.success) continue;
      const issue = parsed.error.issues[0];
      return fail(
        `GET ${path} has another shape than documented: ${issue?.path.join('.') || 'the body'} ${issue?.message}`,
        {
          expected: 'a list in the documented envelope',
          seen: textOf(answer),
        },
      );
    }
    return pass(`${promises.length} lists have the documented shape`, {
      expected: 'the documented envelope',
      seen: `${subject.tag ?? 'no tag'}${before?.tag ? ` after ${before.tag}` : ''}`,
    });
  },
});

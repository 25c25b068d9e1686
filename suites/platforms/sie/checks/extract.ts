import { z } from 'zod';
import { defineCheck } from '../../../check.ts';
import { fail, pass } from '../../../record/finding.ts';
import { isFinding } from '../health.ts';
import { chooseModel, infer, notUp } from '../infer.ts';
import { longestWait } from '../longest-wait.ts';
import { jsonOf, seenOf } from '../replies.ts';

const entity = z.looseObject({
  text: z.string(),
  label: z.string(),
  score: z.number().nullable(),
  start: z.number().int(),
  end: z.number().int(),
});
const schema = z.looseObject({
  items: z.array(z.looseObject({ entities: z.array(entity).default([]) })).min(1),
});

const text = 'Marie Curie was born in Warsaw and worked in Paris.';
const labels = ['person', 'location'];
const wanted = { text: 'Marie Curie', label: 'person' };

/** Names come back with their place in the text. */
export const extract = defineCheck({
  id: 'sie.extract',
  title: 'Extract finds entities',
  question: 'Are names found in a text, with their places?',
  needs: { http: true },
  timeoutSeconds: longestWait,
  blames: 'release',
  source: 'Upgrade Runbook 3.3: inference smoke test; public API: POST /v1/extract',
  async run(context) {
    const model = await chooseModel('extract', context);
    if (isFinding(model)) return model;
    const body = { items: [{ text }], params: { labels } };
    const inferred = await infer({ task: 'extract', model: model.name, body }, context);
    if (isFinding(inferred)) return inferred;
    if (inferred.kind === 'not-up') return notUp(`extract with ${model.name}`, inferred, context);
    const entities = schema.safeParse(jsonOf(inferred.answer)).data?.items[0]?.entities;
    const seen = {
      expected: `${wanted.text} (${wanted.label}) in "${text}"`,
      seen: seenOf(inferred.answer).slice(0, 400),
    };
    if (!entities) return fail('extract answered 200 without entities', seen);
    const displaced = entities.find((one) => text.slice(one.start, one.end) !== one.text);
    if (displaced) return fail(`"${displaced.text}" is not at ${displaced.start} to ${displaced.end}`, seen);
    return entities.some((one) => one.text === wanted.text && one.label === wanted.label)
      ? pass(`${model.name} found ${entities.length} entities`, seen)
      : fail(`${model.name} did not find ${wanted.text} among ${entities.length} entities`, seen);
  },
});

import { z } from 'zod';
import { defineCheck } from '../../../check.ts';
import { fail, pass } from '../../../record/finding.ts';
import { isFinding } from '../health.ts';
import { chooseModel, infer, notUp } from '../infer.ts';
import { longestWait } from '../longest-wait.ts';
import { jsonOf, seenOf } from '../replies.ts';

const schema = z.looseObject({
  scores: z.array(
    z.looseObject({ item_id: z.string(), score: z.number().nullable(), rank: z.number().int() }),
  ),
});

const query = 'When does the ship leave the harbour?';
/** The answer stands neither first nor last, so that keeping the order proves nothing. */
const items = [
  { id: 'cake', text: 'A cake needs flour, eggs and sugar.' },
  { id: 'ship', text: 'The ship will leave the harbour at dawn on Monday.' },
  { id: 'tax', text: 'Tax forms are due in spring.' },
];

/** A reranker puts the text that answers the query first. */
export const score = defineCheck({
  id: 'sie.score',
  title: 'Score ranks the right text first',
  question: 'Does the reranker put the text that answers the query first?',
  needs: { http: true },
  timeoutSeconds: longestWait,
  blames: 'release',
  source: 'Upgrade Runbook 3.3: inference smoke test; public API: POST /v1/score',
  async run(context) {
    const model = await chooseModel('score', context);
    if (isFinding(model)) return model;
    const inferred = await infer(
      { task: 'score', model: model.name, body: { query: { text: query }, items } },
      context,
    );
    if (isFinding(inferred)) return inferred;
    if (inferred.kind === 'not-up') return notUp(`score with ${model.name}`, inferred, context);
    const scores = schema.safeParse(jsonOf(inferred.answer)).data?.scores;
    const seen = { expected: 'ship first, of 3', seen: seenOf(inferred.answer).slice(0, 400) };
    if (scores?.length !== items.length)
      return fail(`score answered ${scores?.length ?? 'no'} scores for ${items.length} texts`, seen);
    if (scores.some((one) => one.score === null || !Number.isFinite(one.score)))
      return fail('a score is no number', seen);
    const byRank = [...scores].sort((a, b) => a.rank - b.rank);
    const byScore = [...scores].sort((a, b) => b.score! - a.score!);
    if (byRank[0]!.item_id !== byScore[0]!.item_id)
      return fail('ranks and scores contradict each other', seen);
    return byRank[0]!.item_id === 'ship'
      ? pass(`${model.name} ranks the right text first`, seen)
      : fail(`${model.name} ranks ${byRank[0]!.item_id} first, which does not answer the query`, seen);
  },
});

import { summarise } from '../accepted.ts';
import { type DecideOptions, type Decision, decide } from '../decide.ts';
import { decideTogether } from '../holm.ts';
import { fitPrior, type SpreadPrior } from '../moderate.ts';
import { type Answer, type Comparison, type Detector, medianOf } from './comparison.ts';
import type { Dates } from './dates.ts';

const metric = { name: 'ns/op', better: 'lower' } as const;

const answerOf = ({ verdict }: Decision): Answer =>
  verdict === 'regressed' ? 'alarm' : verdict === 'pass' || verdict === 'improved' ? 'pass' : 'open';

/** Our judge, given one run after another until it knows, up to R; each metric alone. */
export function ours(title: string, options: DecideOptions & { readonly maxRuns: number }): Detector {
  const one = ({ baseline, candidate }: Comparison): Answer => {
    const accepted = baseline.map(medianOf);
    const measured = candidate.map(medianOf);
    for (let runs = 1; ; runs++) {
      const decision = decide(metric, accepted, measured.slice(0, runs), options);
      if (decision.verdict !== 'more' || runs >= options.maxRuns) return answerOf(decision);
    }
  };
  return { title, judge: async (questions) => questions.map(one) };
}

/**
 * The same for six metrics of one release, held together by Holm: `alarm` where any of them is regressed. So its
 * shares of shifts found are those of a release of which one metric of six has shifted.
 */
export function oursOfSix(title: string, options: DecideOptions & { readonly maxRuns: number }): Detector {
  const one = (question: Comparison): Answer => {
    const cases = [question, ...question.others].map(({ baseline, candidate }) => ({
      metric,
      baseline: baseline.map(medianOf),
      measured: candidate.map(medianOf),
    }));
    for (let runs = 1; ; runs++) {
      const decisions = decideTogether(
        cases.map(({ measured, ...rest }) => ({ ...rest, candidate: measured.slice(0, runs) })),
        options,
      );
      const answers = decisions.map(answerOf);
      if (answers.includes('alarm')) return 'alarm';
      if (!decisions.some(({ verdict }) => verdict === 'more') || runs >= options.maxRuns)
        return answers.includes('open') ? 'open' : 'pass';
    }
  };
  return { title, ofSix: true, judge: async (questions) => questions.map(one) };
}

/** The prior from every second date, which the reported half never sees. */
export function priorOf({ benchmarks }: Dates, first: 0 | 1): SpreadPrior | undefined {
  return fitPrior(
    benchmarks.map((runs) =>
      summarise(
        runs.filter((_, date) => date % 2 === first).map((samples) => Math.log(medianOf(samples))),
        4,
      ),
    ),
  );
}

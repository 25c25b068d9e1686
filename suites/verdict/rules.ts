import { owedByBench } from '../bench/owed.ts';
import { type Journal, lastOf } from '../engine/journal.ts';
import { isFirstInstall, type RunPlan } from '../engine/plan.ts';
import { owesSettled, resultsOf } from '../engine/results.ts';
import { comparedScores } from '../quality/results.ts';
import type { Decision, Verdict } from '../record/outcome.ts';
import type { Result } from '../record/result.ts';
import { type Culprit, excuseOf, heaviest } from './excuses.ts';
import { wayBack } from './way-back.ts';

export interface Judgement {
  readonly verdict: Verdict;
  readonly decision: Decision;
  readonly blame: Culprit;
  /** Plain sentences, the weightiest first. */
  readonly reasons: readonly string[];
}

/** What the rules look at: the results, and what was owed. */
export interface Case {
  readonly purpose: RunPlan['purpose'];
  readonly results: readonly Result[];
  /** How many blocking and advisory results the plan owes. */
  readonly owed: number;
  readonly failedBefore: readonly string[];
  /** What of it a benchmark stands on: where there is any, a benchmark does not say that this release made it worse. */
  readonly notGoodBefore: readonly string[];
  readonly allowedSkips: readonly string[];
  /** Set when the run never came to its end: superseded, or out of time. */
  readonly cutShort: string | null;
  readonly rollback: RunPlan['rollback'];
  /** The command that a person would run to go back. */
  readonly command: string;
  /** On a first install: the command that takes it away, which nobody runs but a person. */
  readonly uninstall: string | null;
}

const says = (result: Result): string => `${result.title}: ${result.reason}`;

/** The verdict rules (DESIGN, 'Verdict rules'), in order; each of the three is one block. */
export function judge(of: Case): Judgement {
  const blocking = of.results.filter((result) => result.gate === 'blocking');
  const failed = blocking.filter((result) => result.outcome === 'fail');
  const excused = failed.flatMap((result) => {
    const excuse = excuseOf(of, result);
    return excuse ? [{ result, ...excuse }] : [];
  });
  const guilty = failed.filter((result) => !excused.some((one) => one.result === result));

  if (of.purpose === 'trial' && guilty.length > 0 && of.cutShort === null) {
    return { verdict: 'fail', blame: 'release', ...wayBack(of, guilty.map(says)) };
  }

  // A preflight and a go-live review ask whether the next step may be taken: whoever is to blame, it may not.
  if (of.purpose !== 'trial' && failed.length > 0 && of.cutShort === null) {
    const blame = guilty.length > 0 ? 'release' : heaviest(excused);
    return { verdict: 'fail', decision: 'hold', blame, reasons: failed.map(says) };
  }

  const skipped = blocking.filter(
    (result) => result.outcome === 'skip' && !of.allowedSkips.includes(result.check),
  );
  const open = blocking.filter((result) => result.outcome === 'inconclusive');
  const missing = of.owed - of.results.length;
  const doubts = [
    ...(of.cutShort === null ? [] : [of.cutShort]),
    ...guilty.map((result) => `${says(result)} (not blamed on the release: the run was cut short)`),
    ...excused.map(({ result, because }) => `${says(result)} (${because})`),
    ...open.map(says),
    ...skipped.map((result) => `${result.title} was skipped: ${result.reason}`),
    ...(missing > 0 ? [`${missing} of ${of.owed} planned results are missing`] : []),
    ...(blocking.some(({ outcome }) => outcome === 'pass') ? [] : ['nothing that decides has passed']),
  ];
  if (doubts.length > 0) {
    return { verdict: 'inconclusive', decision: 'hold', blame: heaviest(excused), reasons: doubts };
  }

  return {
    verdict: 'pass',
    decision: 'promote',
    blame: 'nobody',
    reasons: [`${of.results.length} of ${of.owed} results, none against the release`],
  };
}

/** The case that a plan and its journal make. */
export function caseOf(plan: RunPlan, journal: Journal): Case {
  const results = resultsOf(plan, journal, 'release');
  const superseded = lastOf(journal, 'superseded');
  const expired = lastOf(journal, 'expired');
  const owed =
    (owesSettled(plan, 'release') ? 1 : 0) +
    plan.checks.length +
    comparedScores(plan.quality, plan.checks).length +
    plan.bench.flatMap(owedByBench).length;
  return {
    purpose: plan.purpose,
    results,
    owed,
    failedBefore: plan.failedBefore,
    notGoodBefore: notGoodBefore(plan),
    allowedSkips: plan.allowedSkips,
    cutShort: superseded?.reason ?? expired?.reason ?? null,
    rollback: plan.rollback,
    uninstall: isFirstInstall(plan)
      ? `helm uninstall ${plan.subject.release} -n ${plan.subject.namespace}`
      : null,
    command: plan.rollback.target
      ? `helm rollback ${plan.subject.release} ${plan.rollback.target.revision} -n ${plan.subject.namespace}`
      : `helm history ${plan.subject.release} -n ${plan.subject.namespace}`,
  };
}

/**
 * The checks that failed before and that a benchmark stands on: all but those that a release has no part in, such as an
 * expired certificate. A platform that did not come up whole, did not answer or was slow already is no state to compare
 * with. Whatever fails still ends the run before anything is measured, so this is about what is mended since.
 */
function notGoodBefore({ failedBefore, checks }: RunPlan): string[] {
  const beside = checks.filter(({ blames }) => blames === 'environment').map(({ check }) => check);
  return failedBefore.filter((check) => !beside.includes(check));
}

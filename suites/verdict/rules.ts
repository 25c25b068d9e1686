import { owedByBench } from '../bench/results.ts';
import { type Journal, lastOf } from '../engine/journal.ts';
import { isFirstInstall, type RunPlan } from '../engine/plan.ts';
import { owesSettled, resultsOf } from '../engine/results.ts';
import { comparedScores } from '../quality/results.ts';
import type { Decision, Verdict } from '../record/outcome.ts';
import type { Result } from '../record/result.ts';

/** Whom the verdict blames, in the report's words. */
export type Culprit = 'release' | 'environment' | 'already failing before' | 'unknown' | 'nobody';

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
  readonly allowedSkips: readonly string[];
  /** Anything about the environment that could explain a failure: then the release is not blamed. */
  readonly suspects: readonly string[];
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
  const before = failed.filter((result) => of.failedBefore.includes(result.check));
  const environment = failed.filter((result) => !before.includes(result) && result.blames === 'environment');
  const release = failed.filter((result) => !before.includes(result) && result.blames === 'release');

  if (of.purpose === 'trial' && release.length > 0 && of.suspects.length === 0 && of.cutShort === null) {
    return { verdict: 'fail', blame: 'release', ...wayBack(of, release.map(says)) };
  }

  // A preflight and a go-live review ask whether the next step may be taken: whoever is to blame, it may not.
  if (of.purpose !== 'trial' && failed.length > 0 && of.cutShort === null) {
    const blame = release.length > 0 ? 'release' : 'environment';
    return { verdict: 'fail', decision: 'hold', blame, reasons: failed.map(says) };
  }

  const skipped = blocking.filter(
    (result) => result.outcome === 'skip' && !of.allowedSkips.includes(result.check),
  );
  const open = blocking.filter((result) => result.outcome === 'inconclusive');
  const missing = of.owed - of.results.length;
  const doubts = [
    ...(of.cutShort === null ? [] : [of.cutShort]),
    ...release.map(
      (result) =>
        `${says(result)} (not blamed on the release: ${of.suspects.join(', ') || 'the run was cut short'})`,
    ),
    ...before.map((result) => `${says(result)} (failed before this rollout already)`),
    ...environment.map((result) => `${says(result)} (not the release's doing)`),
    ...open.map(says),
    ...skipped.map((result) => `${result.title} was skipped: ${result.reason}`),
    ...(missing > 0 ? [`${missing} of ${of.owed} planned results are missing`] : []),
    ...(of.results.length === 0 ? ['nothing was checked'] : []),
  ];
  if (doubts.length > 0) {
    const blame =
      environment.length > 0 || of.suspects.length > 0
        ? 'environment'
        : before.length > 0
          ? 'already failing before'
          : 'unknown';
    return { verdict: 'inconclusive', decision: 'hold', blame, reasons: doubts };
  }

  return {
    verdict: 'pass',
    decision: 'promote',
    blame: 'nobody',
    reasons: [`${of.results.length} of ${of.owed} results, none against the release`],
  };
}

function wayBack(of: Case, reasons: string[]): Pick<Judgement, 'decision' | 'reasons'> {
  const { policy, target, withheld } = of.rollback;
  if (policy === 'helm' && target && !withheld) return { decision: 'rollback', reasons };
  const why =
    policy === 'never' && of.uninstall === null
      ? `policy does not allow an automatic rollback; to go back: ${of.command}`
      : (withheld ?? 'no earlier revision was ever verified, so there is nothing to go back to') +
        (of.uninstall === null ? '' : `; to take it away: ${of.uninstall}`);
  return { decision: 'hold', reasons: [...reasons, why] };
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
    allowedSkips: plan.allowedSkips,
    suspects: [],
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

import type { Evidence } from './evidence.ts';
import type { SearchOptions } from './options.ts';
import type { Purpose } from './probe.ts';

/** Which rung of the ladder to measure, and why. */
export type Step = { readonly rung: number; readonly purpose: Purpose };

/** The rungs, ascending, with what is known of each. */
export type Survey = {
  readonly rungs: readonly number[];
  readonly known: readonly (Evidence | undefined)[];
  readonly looks: SearchOptions['looks'];
};

/** A level that could not be judged so often is left alone. */
const voidsMost = 2;
/** So many levels may stay undecided before the search is content with what it has. */
const openMost = 3;
/** A contradiction stands when both levels were measured so often. */
const contradictionRuns = 3;

/** No probe of it can be used, and no further one is tried. */
export const isBlocked = (one: Evidence | undefined): boolean =>
  one?.verdict === 'void' && one.voids >= voidsMost;

/** Measured as often as is allowed, and still neither. */
const isOpen = (one: Evidence | undefined, looks: number): boolean =>
  one?.verdict === 'undecided' && (one.valid.length >= looks || one.voids > voidsMost);

/** Blocked, but a higher one could be judged: it is no limit of what can be measured, and is left out. */
export const isSkipped = ({ known }: Pick<Survey, 'known'>, rung: number): boolean =>
  isBlocked(known[rung]) && known.some((one, at) => at > rung && one && one.valid.length > 0);

/** The highest rung that is shown to hold, and the lowest that is shown to fail. */
export function proven({ known }: Pick<Survey, 'known'>): { holds: number; fails: number } {
  const fails = known.findIndex((one) => one?.verdict === 'fails');
  return {
    holds: known.findLastIndex((one) => one?.verdict === 'holds'),
    fails: fails < 0 ? Number.POSITIVE_INFINITY : fails,
  };
}

/** Whether the SLO holds above a level where it fails, and both were measured often enough to believe it. */
export function isContradiction(survey: Survey): boolean {
  const { holds, fails } = proven(survey);
  return (
    holds > fails && [holds, fails].every((rung) => survey.known[rung]!.valid.length >= contradictionRuns)
  );
}

/**
 * What to measure next for the SLO; null when the bracket stands. Climbs by doubling while it looks good, bisects the
 * rungs between, then proves both ends. A level on the way needs no proof of its own: one above it that holds is proof
 * enough, and an error on the way is mended when the ends are proven.
 */
export function sloStep(survey: Survey): Step | null {
  const { rungs, known, looks } = survey;
  const again = known.findIndex((one) => one?.verdict === 'void' && !isBlocked(one));
  if (again >= 0) return { rung: again, purpose: 'repeat' };
  const { holds, fails } = proven(survey);
  if (holds > fails) return contradicted(survey, holds, fails);

  if (known.filter((one) => isOpen(one, looks)).length > openMost) return null;
  const open = (rung: number) => isOpen(known[rung], looks) || isSkipped(survey, rung);
  const side = (rung: number): 'below' | 'above' | undefined => {
    const one = known[rung];
    if (!one || open(rung)) return undefined;
    if (isBlocked(one)) return rung > holds ? 'above' : undefined;
    if (rung <= holds) return 'below';
    return rung >= fails || one.leaning === 'fails' ? 'above' : 'below';
  };
  const upper = rungs.findIndex((_, rung) => side(rung) === 'above');
  const lower = rungs.findLastIndex((_, rung) => (upper < 0 || rung < upper) && side(rung) === 'below');
  const free = (from: number, to: number) =>
    rungs.flatMap((_, rung) => (rung > from && rung < to && !open(rung) ? rung : []));

  if (upper < 0) {
    const above = free(lower, rungs.length);
    const next = above.find((rung) => rungs[rung]! >= 2 * (rungs[lower] ?? 0)) ?? above.at(-1);
    if (next !== undefined) return { rung: lower < 0 ? above[0]! : next, purpose: 'climb' };
  } else {
    const between = free(lower, upper);
    if (between.length > 0) return { rung: between[(between.length - 1) >> 1]!, purpose: 'bisect' };
  }
  if (lower >= 0 && lower > holds) return { rung: lower, purpose: 'confirm' };
  if (upper >= 0 && needsProof(known[upper]!, looks)) return { rung: upper, purpose: 'confirm' };
  return null;
}

/** That a level fails is not said on the word of one run. */
function needsProof(one: Evidence, looks: number): boolean {
  if (isBlocked(one) || one.valid.length >= looks || one.voids > voidsMost) return false;
  return one.verdict !== 'fails' || one.valid.length < 2;
}

function contradicted({ known }: Survey, holds: number, fails: number): Step | null {
  const runs = (rung: number) => known[rung]!.valid.length;
  const rung = runs(fails) <= runs(holds) ? fails : holds;
  if (runs(rung) >= contradictionRuns || known[rung]!.voids > voidsMost) return null;
  return { rung, purpose: 'repeat' };
}

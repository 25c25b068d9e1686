import type { Evidence } from './evidence.ts';
import type { KneeFinding } from './findings.ts';
import type { SearchOptions } from './options.ts';
import { isBlocked, isSkipped, type Step, type Survey } from './slo-step.ts';

/** Less than this gained by twice the load is a plateau. */
const plateauGain = 0.05;

/** Where the knee lies as far as is known: `low` is surely before it, `high` surely on the plateau. */
type Bracket = {
  readonly low: number;
  readonly high: number;
  /** A measured rung far enough above `high` to show the plateau; -1 when there is none yet. */
  readonly beyond: number;
};

/** What to measure next for the knee; null when it is found or cannot be. */
export function kneeStep(survey: Survey, mode: SearchOptions['mode']): Step | null {
  const { rungs, known } = survey;
  const bracket = bracketOf(survey, mode);
  if (!bracket) return null;
  const { low, high, beyond } = bracket;
  const blocked = known.findIndex((one, rung) => isBlocked(one) && !isSkipped(survey, rung));
  if (beyond < 0) {
    const top = known.findLastIndex((one) => one !== undefined && one.verdict !== 'void');
    const last = (blocked < 0 ? rungs.length : blocked) - 1;
    if (top >= last) return null;
    // An open loop above the limit has no end: no further beyond it than need be.
    const from = mode === 'rate' ? 1.3 * rungs[top]! : 2 * rungs[Math.max(high, 0)]!;
    const next = rungs.findIndex((rung) => rung >= from);
    const rung = next < 0 || next > last ? last : Math.max(next, top + 1);
    return { rung, purpose: 'knee' };
  }
  const between = rungs.flatMap((_, rung) =>
    rung > low && rung < high && !isBlocked(known[rung]) ? rung : [],
  );
  return between.length === 0 ? null : { rung: between[(between.length - 1) >> 1]!, purpose: 'knee' };
}

/** The knee, or why there is none to name. */
export function kneeOf(survey: Survey, { mode, gpus }: Pick<SearchOptions, 'mode' | 'gpus'>): KneeFinding {
  const { rungs, known } = survey;
  const bracket = bracketOf(survey, mode);
  const none = (reason: string): KneeFinding => ({ found: false, reason });
  if (!bracket) return none('no level could be measured');
  const { low, high, beyond } = bracket;
  if (beyond < 0) {
    const top = known.findLastIndex((one) => one !== undefined && one.verdict !== 'void');
    return none(
      top === rungs.length - 1
        ? 'the throughput still grew at the highest level allowed'
        : 'the throughput still grew at the highest level that was measured',
    );
  }
  const rung = mode === 'rate' ? low : high;
  const at = known[rung];
  if (!at) return none('not even the lowest rate was kept up with');
  const above = known[beyond]!;
  return {
    found: true,
    level: at.level,
    perGpu: at.level / gpus,
    perSecond: at.perSecond,
    perSecondPerGpu: at.perSecond / gpus,
    responseMs: at.responseMs ?? 0,
    above: mode === 'rate' ? null : (rungs[low] ?? null),
    exact: high - low <= 1 || rungs.slice(low + 1, high).every((_, at) => isBlocked(known[low + 1 + at])),
    beyond: { level: above.level, perSecond: above.perSecond, responseMs: above.responseMs ?? 0 },
  };
}

function bracketOf({ rungs, known }: Survey, mode: SearchOptions['mode']): Bracket | null {
  const usable = (one: Evidence | undefined): one is Evidence => one !== undefined && one.verdict !== 'void';
  if (!known.some(usable)) return null;
  if (mode === 'rate') {
    const high = known.findIndex((one) => usable(one) && one.short);
    const until = high < 0 ? rungs.length : high;
    const low = known.findLastIndex((one, rung) => rung < until && usable(one));
    return { low, high: high < 0 ? low : high, beyond: high };
  }
  const most = plateauOf(known.filter(usable));
  const isPlateau = (one: Evidence) => one.perSecond * (1 + plateauGain) >= most;
  const high = known.findIndex((one) => usable(one) && isPlateau(one));
  const low = known.findLastIndex((one, rung) => rung < high && usable(one));
  const beyond = known.findIndex(
    (one, rung) => rung > high && usable(one) && rungs[rung]! >= 2 * rungs[high]!,
  );
  return { low, high, beyond };
}

/** The most throughput: the mean of the levels near the best one, which alone would be the luckiest. */
function plateauOf(levels: readonly Evidence[]): number {
  const best = Math.max(...levels.map(({ perSecond }) => perSecond));
  const near = levels.map(({ perSecond }) => perSecond).filter((one) => one * (1 + plateauGain) >= best);
  return near.reduce((sum, one) => sum + one, 0) / near.length;
}

import { decodeHistogram, mergeHistograms, quantile } from '../histogram.ts';
import type { Slo } from '../plan.ts';
import type { Evidence } from './evidence.ts';
import type { KneeFinding, LevelFinding, SearchFindings, SearchOutcome, SearchStop } from './findings.ts';
import { kneeOf } from './knee-step.ts';
import { levelName, type SearchOptions } from './options.ts';
import type { Probe } from './probe.ts';
import { isBlocked, isContradiction, isSkipped, proven, type Survey } from './slo-step.ts';
import { scale } from './summarise.ts';
import { requestsSpent, secondsSpent } from './window.ts';

/** Says what a search has found, with what it has, whether or not it came to its end. */
export function conclude(
  survey: Survey,
  history: readonly Probe[],
  options: SearchOptions,
  { slos }: { slos: readonly Slo[] },
  stopped: SearchStop | null,
): SearchFindings {
  const { known, rungs } = survey;
  const { mode, gpus, share, confidence } = options;
  const finding = (one: Evidence | undefined) => (one ? levelFinding(one, options, slos) : null);
  const { outcome, reason } = outcomeOf(survey, mode, stopped, history);
  const { holds, fails } = proven(survey);
  const bracket = outcome === 'not-monotone' ? { holds: -1, fails: -1 } : { holds, fails };
  const likely = known.findLast(
    (one, rung) => one?.verdict === 'undecided' && one.leaning === 'holds' && rung < fails,
  );
  return {
    version: 1,
    mode,
    outcome,
    reason,
    gpus,
    slos,
    share,
    confidence,
    holds: finding(known[bracket.holds]),
    fails: finding(known[bracket.fails]),
    likely: bracket.holds < 0 ? finding(likely) : null,
    knee: kneeFinding(survey, options),
    levels: rungs.flatMap((_, rung) => finding(known[rung]) ?? []),
    stopped,
    seconds: secondsSpent(history),
    budgetSeconds: options.seconds,
    probes: history.length,
    requests: requestsSpent(history),
  };
}

function outcomeOf(
  survey: Survey,
  mode: SearchOptions['mode'],
  stopped: SearchStop | null,
  history: readonly Probe[],
): { outcome: SearchOutcome; reason: string } {
  const { known, rungs } = survey;
  const { holds, fails } = proven(survey);
  const name = (rung: number) => levelName(mode, rungs[rung]!);
  const blocked = known.findIndex(
    (one, rung) => rung > holds && rung < fails && isBlocked(one) && !isSkipped(survey, rung),
  );
  if (isContradiction(survey))
    return {
      outcome: 'not-monotone',
      reason: `it holds at ${name(holds)} but fails at ${name(fails)}, measured again and again`,
    };
  if (holds > fails)
    return {
      outcome: 'inconclusive',
      reason: `it held at ${name(holds)} but failed at ${name(fails)}, and no further probe could tell which is true`,
    };
  if (holds === rungs.length - 1)
    return { outcome: 'never-saturates', reason: `it holds at ${name(holds)}, the highest level allowed` };
  if (fails === 0) return { outcome: 'never-meets', reason: `it fails at ${name(0)}, the lowest level` };
  if (blocked >= 0 && known[blocked]!.generator)
    return {
      outcome: 'generator-limited',
      reason: `at ${name(blocked)} the generator, not the service, was the limit`,
    };
  if (blocked >= 0)
    return {
      outcome: 'inconclusive',
      reason: `${name(blocked)} could not be judged: ${known[blocked]!.faults.join('; ')}`,
    };
  // Levels that were measured and stay undecided lie inside the bracket; levels that were left out make it too wide.
  const whole = rungs.every((_, rung) => rung <= holds || rung >= fails || known[rung] !== undefined);
  if (holds >= 0 && Number.isFinite(fails) && whole)
    return { outcome: 'found', reason: `it holds at ${name(holds)} and fails at ${name(fails)}` };
  const ended: Record<SearchStop, string> = {
    time: 'the time was spent before the evidence was enough',
    requests: 'the budget of requests was spent before the evidence was enough',
    guard: history.findLast(({ guard }) => guard !== null)?.guard ?? 'a guard ended it',
    aborted: 'the search was stopped',
    probes: 'too many probes were needed',
  };
  return {
    outcome: 'inconclusive',
    reason: stopped ? ended[stopped] : 'the levels measured could not be decided',
  };
}

function kneeFinding(survey: Survey, options: SearchOptions): KneeFinding {
  const none = (reason: string): KneeFinding => ({ found: false, reason });
  if (!options.knee) return none('not asked for');
  if (proven(survey).fails === 0) return none('not looked for, because the SLO is not met at any level');
  return kneeOf(survey, options);
}

function levelFinding(one: Evidence, { gpus, share }: SearchOptions, slos: readonly Slo[]): LevelFinding {
  const some = one.requests > 0;
  return {
    level: one.level,
    perGpu: one.level / gpus,
    verdict: one.verdict,
    leaning: one.verdict === 'undecided' ? one.leaning : null,
    probes: one.valid.length,
    voids: one.voids,
    requests: one.requests,
    good: one.good,
    failed: one.valid.flatMap(({ batches }) => batches).reduce((sum, { failed }) => sum + failed, 0),
    share: some ? one.share : null,
    bounds: some ? one.bounds : null,
    perSecond: some ? one.perSecond : null,
    perSecondPerGpu: some ? one.perSecond / gpus : null,
    responseMs: one.responseMs,
    measures: slos.flatMap((slo) => measured(one.valid, slo, share)),
    little: one.little,
    behind: one.behind,
    reasons: [...one.faults, ...new Set(one.valid.flatMap(({ errors }) => errors))].slice(0, 5),
  };
}

function measured(probes: readonly Probe[], { measure, max }: Slo, share: number) {
  const parts = probes.flatMap(({ histograms }) => histograms[measure] ?? []);
  if (parts.length === 0) return [];
  const value = quantile(decodeHistogram(mergeHistograms(parts)), share) / scale(measure);
  return [{ measure, max, value }];
}

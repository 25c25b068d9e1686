import type { Slo } from '../plan.ts';
import { conclude } from './conclude.ts';
import { evidenceOf } from './evidence.ts';
import type { SearchFindings, SearchStop } from './findings.ts';
import { kneeStep } from './knee-step.ts';
import { ladder } from './ladder.ts';
import type { SearchOptions } from './options.ts';
import type { Probe, Purpose } from './probe.ts';
import { isContradiction, proven, type Step, type Survey, sloStep } from './slo-step.ts';
import { type ProbeWindow, requestsSpent, secondsSpent, windowFor } from './window.ts';

/** What the search knows of the load plan that it varies. */
export type SearchGoal = {
  readonly slos: readonly Slo[];
  readonly warmupSeconds: number;
  /** Of the whole search. */
  readonly maxRequests: number;
};

export type Measurement = {
  readonly level: number;
  readonly purpose: Purpose;
} & ProbeWindow;

export type Next = { readonly measure: Measurement } | { readonly findings: SearchFindings };

/** However small the steps and the time: more probes than this are an error of ours. */
const probesMost = 100;

/**
 * What to measure next, given what was measured, or what was found. Pure: after a kill the same history goes on in
 * the same way.
 */
export function nextProbe(
  history: readonly Probe[],
  options: SearchOptions,
  goal: SearchGoal,
  stopped: SearchStop | null = null,
): Next {
  const survey = surveyOf(history, options);
  const done = (why: SearchStop | null): Next => ({
    findings: conclude(survey, history, options, goal, why),
  });
  if (stopped) return done(stopped);
  if (history.some(({ guard }) => guard !== null)) return done('guard');
  const step = nextStep(survey, options);
  if (!step) return done(null);
  if (history.length >= probesMost) return done('probes');
  if (requestsSpent(history) >= goal.maxRequests) return done('requests');
  const window = windowFor(step, survey, history, options, goal.warmupSeconds);
  if (secondsSpent(history) + window.seconds > options.seconds) return done('time');
  return { measure: { level: survey.rungs[step.rung]!, purpose: step.purpose, ...window } };
}

function nextStep(survey: Survey, options: SearchOptions): Step | null {
  const step = sloStep(survey);
  // Where not even the lowest level is met, more load would only do harm.
  const hopeless = proven(survey).fails === 0;
  if (step || !options.knee || hopeless || isContradiction(survey)) return step;
  return kneeStep(survey, options.mode);
}

/** What is known of each rung. */
export function surveyOf(history: readonly Probe[], options: SearchOptions): Survey {
  const rungs = ladder(options);
  const evidence = evidenceOf(history, options);
  return { rungs, known: rungs.map((level) => evidence.get(level)), looks: options.looks };
}

import { type LoadClock, systemClock } from '../clock.ts';
import type { LoadDriver, LoadProgress } from '../driver.ts';
import type { LoadPlan } from '../plan.ts';
import type { SearchFindings, SearchStop } from './findings.ts';
import { HistoryFile } from './history-file.ts';
import { type Measurement, nextProbe, surveyOf } from './next-probe.ts';
import { type SearchOptions, type SearchOptionsInput, searchOptionsSchema } from './options.ts';
import type { Probe } from './probe.ts';
import { probePlan } from './probe-plan.ts';
import { proven } from './slo-step.ts';
import { summarise } from './summarise.ts';
import { requestsSpent, secondsSpent } from './window.ts';

/** Where a search stands, for people who watch. */
export type SearchProgress = {
  /** How many probes are done; the one under way is the next. */
  readonly probes: number;
  readonly measuring: Measurement;
  /** Highest level shown to hold and lowest shown to fail, so far. */
  readonly holds: number | null;
  readonly fails: number | null;
  readonly elapsedSeconds: number;
  readonly budgetSeconds: number;
  /** Of the probe's own load run, about once a second; absent when it begins. */
  readonly load?: LoadProgress;
};

export type SearchHost = {
  /** Letters, digits and dashes; the load runs are called `<id>-1`, `<id>-2` and so on. */
  readonly id: string;
  readonly driver: LoadDriver;
  readonly onProgress?: (progress: SearchProgress) => void;
  /** Ends the search within about a second; the findings say what was known by then. */
  readonly signal?: AbortSignal;
  /** A file that keeps the probes: made when it is missing, gone on from when it is there. */
  readonly resume?: string;
  readonly clock?: LoadClock;
};

/** What became of a search; a problem is that its `resume` file cannot be used. */
export type SearchResult =
  | { readonly findings: SearchFindings; readonly history: readonly Probe[] }
  | { readonly problem: string };

/**
 * Searches the highest level at which the plan's SLOs hold. Of the plan count target, workload, SLOs, warm-up, request
 * timeout and budget; its levels and its window are the search's own.
 */
export async function searchSaturation(
  plan: LoadPlan,
  wanted: SearchOptionsInput,
  host: SearchHost,
): Promise<SearchResult> {
  const options = within(plan, searchOptionsSchema.parse(wanted));
  const file = host.resume === undefined ? null : new HistoryFile(host.resume, plan, options);
  const kept = (await file?.read()) ?? { probes: [] };
  if ('problem' in kept) return kept;
  const history = kept.probes;
  const goal = {
    slos: plan.slos,
    warmupSeconds: plan.warmupSeconds,
    maxRequests: plan.budget.maxRequests,
  };
  for (let stopped: SearchStop | null = null; ; ) {
    if (host.signal?.aborted) stopped = 'aborted';
    const next = nextProbe(history, options, goal, stopped);
    if ('findings' in next) return { findings: next.findings, history };
    const probe = await measure(plan, next.measure, options, history, host);
    // A probe that was broken off by its caller says nothing of the service, and is measured anew after a resume.
    if (host.signal?.aborted) continue;
    history.push(probe);
    await file?.write(history);
  }
}

/** The search never asks for more than the plan's budget allows. */
function within(plan: LoadPlan, options: SearchOptions): SearchOptions {
  const max = options.mode === 'concurrency' ? Math.min(options.max, plan.budget.maxStreams) : options.max;
  return {
    ...options,
    max,
    from: Math.min(options.from, max),
    seconds: Math.min(options.seconds, plan.budget.maxSeconds),
  };
}

async function measure(
  base: LoadPlan,
  measuring: Measurement,
  options: SearchOptions,
  history: readonly Probe[],
  { id, driver, onProgress, signal, clock = systemClock }: SearchHost,
): Promise<Probe> {
  const spent = secondsSpent(history);
  const left = base.budget.maxRequests - requestsSpent(history);
  const { plan, warmup } = probePlan(base, measuring, options, left);
  const began = clock.now();
  const startedAt = clock.date().toISOString();
  const elapsed = () => Math.round(clock.now() - began) / 1000;
  const { rungs, known } = surveyOf(history, options);
  const { holds, fails } = proven({ known });
  const tell = (load?: LoadProgress) =>
    onProgress?.({
      probes: history.length,
      measuring,
      holds: rungs[holds] ?? null,
      fails: rungs[fails] ?? null,
      elapsedSeconds: spent + elapsed(),
      budgetSeconds: options.seconds,
      ...(load ? { load } : {}),
    });
  tell();
  const result = await driver.run(plan, {
    id: `${id}-${history.length + 1}`,
    ...(signal ? { signal } : {}),
    onProgress: tell,
  });
  return {
    level: measuring.level,
    purpose: measuring.purpose,
    startedAt,
    seconds: elapsed(),
    loadSeconds: measuring.loadSeconds,
    ...summarise(result, warmup, base.slos),
  };
}

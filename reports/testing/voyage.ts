import type { Measured } from '../../suites/bench/plan.ts';
import type { Journal, JournalEntry } from '../../suites/engine/journal.ts';
import type { RunPlan } from '../../suites/engine/plan.ts';
import type { Clock, RunActions, RunObserver } from '../../suites/engine/ports.ts';
import { runSession } from '../../suites/engine/session.ts';
import { type Finding, pass } from '../../suites/record/finding.ts';
import { type RunRecord, recordOf, runRecord } from '../../suites/record/record.ts';
import { measuredRun } from './bench.ts';

/** What the scripted upgrade changed. */
const changes: RunRecord['changes'] = {
  since: '2026-11-20T16:00:00.000Z',
  lines: [
    'release: sonic-20260503 → sonic-20260610',
    'Deployment/cartesia-api: image cartesia-api sonic-20260503 → sonic-20260610',
    'Helm: value release.releaseTag sonic-20260503 → sonic-20260610',
  ],
  more: 2,
  unknown: [],
};

/** What happens on a voyage that is not plain sailing. */
export interface Weather {
  /** Factor on every latency; 1.31 is 31 % slower. */
  readonly slower?: number;
  /** The benchmark run from which on it is; the first unless given. */
  readonly slowerFrom?: number;
  /** Answers by check id, one per attempt; the last is repeated. */
  readonly findings?: Readonly<Record<string, readonly Finding[]>>;
  readonly voidReason?: string;
  /** What was seen beside each run. */
  readonly beside?: Partial<Measured>;
  readonly rollback?: 'done' | 'failed' | 'refused';
  /** The step (counted in journal entries) after which another revision is deployed. */
  readonly supersededAfter?: number;
  readonly lostRequests?: number;
}

export interface Voyage {
  readonly plan: RunPlan;
  readonly journal: Journal;
  readonly record: RunRecord;
}

/** Sails a plan with the project's own engine on scripted actions and a clock of its own: the journal is a true one. */
export async function sail(
  plan: RunPlan,
  weather: Weather = {},
  observer: RunObserver = {},
): Promise<Voyage> {
  const journal: JournalEntry[] = [];
  let now = new Date(plan.createdAt).getTime();
  const elapse = (milliseconds: number): void => {
    now += milliseconds;
  };
  const clock: Clock = { now: () => new Date(now), sleep: async (milliseconds) => elapse(milliseconds) };
  const store = {
    read: async () => [...journal],
    append: async (entry: JournalEntry) => void journal.push(entry),
  };
  const actions = scripted(plan, weather, journal, (seconds) => {
    const startedAt = new Date(now);
    elapse(seconds * 1000);
    return { startedAt: startedAt.toISOString(), finishedAt: new Date(now).toISOString() };
  });
  await runSession(plan, { clock, store, actions, observer }, new AbortController().signal);
  return { plan, journal, record: runRecord.parse(recordOf(plan, journal)) };
}

type Spend = (seconds: number) => { startedAt: string; finishedAt: string };

function scripted(plan: RunPlan, weather: Weather, journal: Journal, spend: Spend): RunActions {
  const { occurrence } = plan.subject;
  const later = { ...occurrence, fingerprint: 'ffff00001111', revision: occurrence.revision + 1 };
  return {
    occurrence: async () =>
      weather.supersededAfter !== undefined && journal.length >= weather.supersededAfter ? later : occurrence,
    settle: async (_plan, leg) => ({
      attempt: {
        ...pass(
          `7 pods of 3 workloads on ${leg === 'release' ? plan.subject.tag : plan.rollback.target?.tag}`,
        ),
        ...spend(leg === 'release' ? 41 : 33),
      },
      observed: {
        seconds: leg === 'release' ? 41 : 33,
        pods: 7,
        workloads: 3,
        leastAvailable: {
          'cartesia-api': { available: 2, desired: 2 },
          'cartesia-sonic-rosy-dragon': { available: 4, desired: 4 },
          'cartesia-license-proxy': { available: 1, desired: 1 },
        },
        movedAtOnce: ['Deployment/cartesia-api', 'Deployment/cartesia-sonic-rosy-dragon'],
        probe: {
          requests: 42,
          failed: leg === 'release' ? (weather.lostRequests ?? 0) : 0,
          expected: 0,
          cut: 0,
        },
      },
      subject: plan.subject,
      changes: leg === 'release' && plan.previousTag !== null ? changes : null,
      trouble: null,
    }),
    check: async (_plan, _journal, leg, planned) => {
      const scripts = leg === 'release' ? (weather.findings?.[planned.check] ?? []) : [];
      const before = journal.filter((entry) => entry.kind === 'checked' && entry.check === planned.check);
      const found = scripts[Math.min(before.length, scripts.length - 1)] ?? usual(planned.check);
      return { ...found, ...spend(2) };
    },
    measure: async (_plan, _bench, run) => {
      const { startedAt } = spend(36);
      const measured = measuredRun(
        run,
        run < (weather.slowerFrom ?? 1) ? 1 : (weather.slower ?? 1),
        new Date(startedAt),
        weather.voidReason,
      );
      return { ...measured, ...weather.beside };
    },
    accept: async (of) => of.bench.map((one) => one.baselineKey),
    acceptSoak: async (of) => of.bench.map((one) => one.baselineKey),
    withdraw: async (of) => of.bench.map((one) => one.baselineKey),
    signal: async () => {
      spend(0.2);
      return [
        'event: Warning SeaTrialDecided on Trial cartesia/cartesia',
        'annotation: Deployment/cartesia-api',
      ];
    },
    startRollback: async () => void spend(1),
    awaitRollback: async (of) => {
      spend(19);
      const outcome = weather.rollback ?? 'done';
      return outcome === 'done'
        ? { outcome, reason: `helm rollback to revision ${of.rollback.target?.revision}`, revision: 8 }
        : { outcome, reason: 'the release changed since it was judged (revision 8)', revision: null };
    },
  };
}

const usual = (check: string): Finding =>
  pass('as expected', {
    expected: check === 'images-on-tag' ? 'sonic-20260610 on 7 pods' : 'HTTP 200',
    seen: check === 'images-on-tag' ? 'sonic-20260610 on 7 pods' : 'HTTP 200 in 4 ms',
    objects: ['Deployment/cartesia-api'],
  });

import { expect, test } from 'vitest';
import type { JournalEntry } from '../../suites/engine/journal.ts';
import { moment, planOf } from '../../suites/testing/plans.ts';
import { soakOf } from '../../suites/testing/soaking.ts';
import { apiVersion } from '../resources/group.ts';
import type { TrialRun } from '../resources/trial-run.ts';
import { trialOf } from '../testing/fake-host.ts';
import { summaryOf } from './run-summary.ts';
import { provenStatusOf } from './trial-status.ts';

const plan = planOf({ soak: soakOf() });
const target = plan.rollback.target!;
const judged = { blame: 'nobody', reasons: [] };
const pass: JournalEntry = { kind: 'decided', at: moment, verdict: 'pass', decision: 'promote', ...judged };
const accepted: JournalEntry = { kind: 'accepted', at: '2026-06-10T03:10:00.000Z', baselines: [] };
const bad: JournalEntry = {
  kind: 'soak-decided',
  at: '2026-06-10T04:00:00.000Z',
  verdict: 'fail',
  decision: 'rollback',
  ...judged,
};
const unsure: JournalEntry = { ...bad, verdict: 'inconclusive', decision: 'hold' };
const done: JournalEntry[] = [
  { kind: 'rollback-ended', at: moment, outcome: 'done', reason: '', revision: 3 },
  { kind: 'finished', at: '2026-06-10T04:05:00.000Z', needsHuman: null },
];
const refused: JournalEntry[] = [
  { kind: 'rollback-started', at: moment, job: 'a', target },
  { kind: 'rollback-ended', at: moment, outcome: 'refused', reason: '', revision: null },
  { kind: 'finished', at: moment, needsHuman: 'the rollback refused' },
];
const started: JournalEntry = { kind: 'rollback-started', at: moment, job: 'a', target };

const runOf = (...journal: JournalEntry[]): TrialRun => ({
  apiVersion,
  kind: 'TrialRun',
  metadata: { name: 'cartesia-2', namespace: 'cartesia' },
  spec: { trial: 'cartesia', trigger: 'rollout', occurrence: plan.subject.occurrence, tag: null, plan },
  status: { journal },
});

test.each([
  ['verified as soon as it is accepted, while it is soaked', [pass, accepted], 2],
  ['no longer verified once its soak proved it bad', [pass, accepted, bad], 1],
  ['verified where its soak only raised doubts', [pass, accepted, unsure], 2],
  ['what a rollback brought back', [pass, accepted, bad, started, ...done], 3],
  ['not verified where the rollback did not come off', [pass, accepted, bad, ...refused], 1],
])('%s', (_, journal, revision) => {
  const run = summaryOf(runOf(...journal));
  // As the Trial says since the acceptance.
  const trial = trialOf();
  trial.status = { ...trial.status, ...provenStatusOf(trial, [summaryOf(runOf(pass, accepted))]) };
  expect(trial.status.lastVerified?.revision).toBe(2);
  const { lastVerified } = provenStatusOf(trial, [run]) ?? trial.status;
  expect(lastVerified?.revision).toBe(revision);
});

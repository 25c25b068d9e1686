import type { LoadDriver } from '../../load/driver.ts';
import type { AnyCheck, CheckPorts, Endpoint } from '../check.ts';
import { declaredCheck } from '../declared/declared-check.ts';
import { failingPodsReport } from '../operations/bundle/failing-pods-report.ts';
import { changesSince } from '../operations/diff/changes-since.ts';
import { takeSnapshot } from '../operations/record/take-snapshot.ts';
import { type Platform, suitesOf } from '../platforms/platform.ts';
import type { ClusterReader } from '../probes/kubernetes/reader.ts';
import { SharedView } from '../probes/kubernetes/shared-view.ts';
import { ProbeError } from '../probes/probe-error.ts';
import { observeRelease, type ReleaseQuery } from '../release/observe.ts';
import { settle } from '../release/settle.ts';
import { occurrenceId, type Subject } from '../release/subject.ts';
import type { Target } from '../release/target.ts';
import { entriesOf, type Journal, type Leg } from './journal.ts';
import { measure } from './measure.ts';
import { isFirstInstall, type RunPlan } from './plan.ts';
import type { Clock, RunActions } from './ports.ts';
import { attemptsOf } from './results.ts';
import { runCheck } from './run-check.ts';

/** What the trying part of a run needs: reads, requests and load. Nothing here changes the release. */
export interface TrialPorts {
  readonly platform: Platform;
  readonly endpoint: Endpoint;
  readonly reader: ClusterReader;
  readonly checks: CheckPorts;
  /** What an upgrade would apply, for a preflight. */
  readonly target?: Target;
  readonly load: LoadDriver;
  readonly clock: Clock;
  readonly revisions: ReleaseQuery['revisions'];
  /** Labels of the release, where it is not Helm's. */
  readonly selector?: string | undefined;
  readonly activity: (text: string) => void;
}

export type TrialActions = Pick<RunActions, 'occurrence' | 'settle' | 'check' | 'measure'>;

/** The part of a run that every host shares: observe, settle, check, measure. */
export function trialActions(release: string, ports: TrialPorts): TrialActions {
  const { platform, endpoint, reader, clock, activity } = ports;
  const { http, prometheus, ...others } = ports.checks;
  const view = new SharedView(reader, () => clock.now().getTime());
  const { revisions, selector } = ports;
  const query: ReleaseQuery = {
    release,
    revisions,
    tagOf: platform.tagOf,
    selector,
    operator: platform.operator,
  };
  const checks = new Map<string, AnyCheck>(
    suitesOf(platform).flatMap((suite) => suite.entries.map(({ check }) => [check.id, check])),
  );

  /** What stands beside the settled proof: no more than a help, so whatever cannot be read is left out. */
  async function background(plan: RunPlan, troubled: boolean, subject: Subject, signal: AbortSignal) {
    const { before } = plan;
    const fresh = view.reader(0);
    const [changes, trouble] = await Promise.all([
      before &&
        takeSnapshot({
          ...{ platform, subject, endpoint, http, signal },
          kubernetes: fresh,
          helm: before.helm ? others.helm : null,
          now: clock.now(),
        }).then((now) => changesSince(before, now)),
      troubled
        ? failingPodsReport({ reader: fresh, logs: others.logs, release, firstInstall: isFirstInstall(plan) })
        : null,
    ]).catch((error) => {
      if (error instanceof ProbeError) return [null, null] as const;
      throw error;
    });
    return { changes: changes ?? null, trouble };
  }

  return {
    async occurrence(_signal, fresh) {
      return (await observeRelease(view.reader(fresh ? 0 : sharedMs), query))?.subject.occurrence ?? null;
    },

    async settle(plan, leg, _journal, signal) {
      if (plan.settle === null) throw new Error(`run ${plan.id} is not to be settled`);
      const startedAt = clock.now().toISOString();
      const settled = await settle(
        reader,
        clock,
        {
          query,
          ...plan.settle,
          expected: leg === 'release' ? plan.subject.occurrence : null,
          restsAtZero: plan.settings.scaleToZero ?? platform.scalesToZero ?? false,
          probe: {
            http,
            endpoint,
            request: platform.rolloutRequest ?? { path: platform.statusPath },
          },
          progress: (text) => activity(`settling: ${text}`),
        },
        signal,
      );
      const finding = leg === 'rollback' ? backAtTarget(plan, settled) : settled.finding;
      const attempt = { ...finding, startedAt, finishedAt: clock.now().toISOString() };
      const told = await background(
        plan,
        attempt.outcome !== 'pass',
        settled.subject ?? plan.subject,
        signal,
      );
      return { attempt, observed: settled.observed, subject: settled.subject, ...told };
    },

    async check(plan, journal, leg, planned, signal) {
      const check = checks.get(planned.check) ?? declaredIn(plan, planned.check);
      if (!check)
        throw new Error(`check ${planned.check} of run ${plan.id} is not in this version of Seatrial`);
      const subject = subjectOf(plan, journal, leg);
      const progress = (text: string) => activity(`${planned.title}: ${text}`);
      activity(planned.title);
      const again = attemptsOf(journal, leg, planned).length > 0;
      const found = check.needs.prometheus ? await prometheus() : null;
      const context = (ending: AbortSignal) => ({
        ...others,
        subject,
        endpoint,
        settings: plan.settings,
        before: plan.before,
        target: ports.target ?? null,
        rollout: settledOf(journal, leg)?.observed ?? null,
        now: clock.now().getTime(),
        // The first look may be at what another check has just listed; what is decisive is read afresh.
        kubernetes: view.reader(again ? 0 : sharedMs),
        http,
        prometheus: found,
        progress,
        signal: ending,
      });
      return runCheck(check, context, clock, planned.timeoutSeconds, signal);
    },

    measure: (plan, bench, run, signal) => measure(ports, plan, bench, run, signal),
  };
}

function declaredIn(plan: RunPlan, id: string): AnyCheck | undefined {
  const definition = plan.declared.find((one) => `own.${one.id}` === id);
  return definition && declaredCheck(definition);
}

/** How old a listing may be that checks share. */
const sharedMs = 3000;

/** The subject that a leg's checks look at: as it was when it had settled. */
const subjectOf = (plan: RunPlan, journal: Journal, leg: Leg): Subject =>
  settledOf(journal, leg)?.subject ?? plan.subject;

const settledOf = (journal: Journal, leg: Leg) =>
  entriesOf(journal, 'settled').find((entry) => entry.leg === leg);

/** After a rollback, what settled must be what was verified. */
function backAtTarget(plan: RunPlan, { finding, subject }: Awaited<ReturnType<typeof settle>>) {
  const target = plan.rollback.target;
  if (finding.outcome !== 'pass' || !target || subject?.occurrence.fingerprint === target.fingerprint)
    return finding;
  return {
    outcome: 'fail' as const,
    reason: `what is deployed after the rollback is not the verified ${occurrenceId(target)}`,
  };
}

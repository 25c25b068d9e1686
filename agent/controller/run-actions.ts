import { acceptRuns } from '../../suites/engine/accept-runs.ts';
import { acceptSoak, withdrawRuns } from '../../suites/engine/accept-soak.ts';
import { trialActions } from '../../suites/engine/actions.ts';
import type { RunActions } from '../../suites/engine/ports.ts';
import { checkPorts } from '../../suites/host/check-ports.ts';
import { takeSnapshot } from '../../suites/operations/record/take-snapshot.ts';
import type { Platform } from '../../suites/platforms/platform.ts';
import { ResourceBaselines } from '../resources/resource-baselines.ts';
import type { Trial } from '../resources/trial.ts';
import { deliverAll } from '../signals/deliver.ts';
import { signalAdapters } from '../signals/index.ts';
import { noticeOf } from '../signals/notice.ts';
import { endpointOf } from './endpoint.ts';
import type { AgentHost } from './host.ts';

/** Everything a run does in a cluster. */
export async function runActions(
  host: AgentHost,
  trial: Trial,
  platform: Platform,
  activity: (text: string) => void,
): Promise<RunActions> {
  const { config, http, clock } = host;
  const { namespace } = trial.metadata;
  const reader = host.readerOf(namespace);
  const baselines = new ResourceBaselines(host.resources.baselines, namespace);
  const never = async () => {
    throw new Error('a rollback was decided, but this agent may not roll back');
  };
  const endpoint = await endpointOf(trial, platform, reader);
  const checks = checkPorts({
    config,
    reader,
    http,
    release: trial.spec.release,
    prometheusUrl: trial.spec.settings.prometheus,
  });
  return {
    ...trialActions(trial.spec.release, {
      platform,
      endpoint,
      reader,
      checks,
      load: host.loadFor(trial),
      clock,
      revisions: host.rollback ? 'helm' : 'workloads',
      selector: trial.spec.settings.selector,
      activity,
    }),

    async accept(plan, journal, signal) {
      // What this release is and serves is what the next one is held against; without it checks say so.
      const snapshot = await takeSnapshot({
        platform,
        subject: plan.subject,
        endpoint,
        kubernetes: reader,
        helm: host.rollback ? checks.helm : null,
        http,
        now: clock.now(),
        signal,
      });
      await host.snapshots.save(trial, snapshot);
      return acceptRuns(baselines, plan, journal);
    },

    acceptSoak: (plan, journal) => acceptSoak(baselines, plan, journal),

    async withdraw(plan, journal) {
      if (plan.before) await host.snapshots.save(trial, plan.before);
      return withdrawRuns(baselines, plan, journal);
    },

    signal(plan, journal, id, signal) {
      const receivers = signalAdapters.flatMap((adapter) => adapter.signalsFor(trial, { config, http }));
      return deliverAll(receivers, noticeOf(plan, journal, id), clock, signal);
    },

    startRollback: host.rollback?.startRollback ?? never,
    awaitRollback: host.rollback?.awaitRollback ?? never,
  };
}

import type { KubeConfig } from '@kubernetes/client-node';
import type { Logger } from 'pino';
import type { LoadDriver } from '../../load/driver.ts';
import type { Metrics } from '../../reports/metrics/metrics.ts';
import type { Clock, RunActions } from '../../suites/engine/ports.ts';
import type { HttpProbe } from '../../suites/probes/http/probe.ts';
import type { ClusterReader } from '../../suites/probes/kubernetes/reader.ts';
import type { Resources } from '../resources/api-resources.ts';
import type { Trial } from '../resources/trial.ts';
import type { VerifiedSnapshots } from '../resources/verified-snapshots.ts';

/** What the agent has, for all its Trials. */
export interface AgentHost {
  /** The version of Seatrial that plans and runs. */
  readonly code: string;
  readonly config: KubeConfig;
  readonly resources: Resources;
  /** The releases as they last passed. */
  readonly snapshots: Pick<VerifiedSnapshots, 'load' | 'save'>;
  readonly http: HttpProbe;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
  readerOf(namespace: string): ClusterReader;
  /** Load runs as Jobs in the Trial's namespace. */
  loadFor(trial: Trial): LoadDriver;
  /** Null where the agent was not given the right to roll back; then it does not read Helm's Secrets either. */
  readonly rollback: Pick<RunActions, 'startRollback' | 'awaitRollback'> | null;
}

import { KubeConfig, type V1Deployment } from '@kubernetes/client-node';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { createMetrics } from '../../reports/metrics/metrics.ts';
import type { Clock } from '../../suites/engine/ports.ts';
import type { ClusterReader } from '../../suites/probes/kubernetes/reader.ts';
import { ProbeError } from '../../suites/probes/probe-error.ts';
import type { AgentHost } from '../controller/host.ts';
import type { Baseline } from '../resources/baseline.ts';
import { apiVersion } from '../resources/group.ts';
import { type Trial, trial } from '../resources/trial.ts';
import type { TrialRun } from '../resources/trial-run.ts';
import { MemoryResources } from './memory-resources.ts';

/** Time that passes by being slept through; `stop` aborts when it is over. */
export class PassingClock implements Clock {
  readonly stop = new AbortController();
  readonly #endsAt: number;
  #now = Date.parse('2026-06-10T03:00:00.000Z');

  constructor(seconds: number) {
    this.#endsAt = this.#now + seconds * 1000;
  }

  now = (): Date => new Date(this.#now);

  async sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    this.#now += milliseconds;
    if (this.#now >= this.#endsAt) this.stop.abort(new Error('the time is over'));
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** A Deployment of the Helm release `cartesia`; another image is another release. */
export const deployed = (image: string, revision: string): V1Deployment => ({
  metadata: {
    name: 'api',
    annotations: {
      'meta.helm.sh/release-name': 'cartesia',
      'deployment.kubernetes.io/revision': revision,
    },
  },
  spec: {
    replicas: 1,
    selector: {},
    template: { spec: { containers: [{ name: 'api', image }] } },
  },
});

/** A cluster of one Deployment whose platform does not answer: every run of it ends in `hold`. */
export function fakeHost(clock: Clock, over: Partial<AgentHost> = {}) {
  const cluster = { deployments: [deployed('cartesia-api:sonic-20260503', '1')] };
  const reader = {
    namespace: 'cartesia',
    list: async (kind: string) => (kind === 'deployments' ? cluster.deployments : []),
    get: async () => null,
  } as unknown as ClusterReader;
  const silent = () => Promise.reject(new ProbeError('unreachable', 'nobody answers'));
  const resources = {
    trials: new MemoryResources<Trial>(),
    runs: new MemoryResources<TrialRun>(),
    baselines: new MemoryResources<Baseline>(),
  };
  const host: AgentHost = {
    code: '0.0.0-test',
    config: new KubeConfig(),
    resources,
    snapshots: { load: async () => null, save: async () => {} },
    http: { request: silent, websocket: silent },
    clock,
    log: pino({ level: 'silent' }),
    metrics: createMetrics(new Registry()),
    readerOf: () => reader,
    loadFor: () => ({ run: silent }),
    rollback: null,
    ...over,
  };
  return { host, cluster, ...resources };
}

export const trialOf = (spec: object = {}): Trial =>
  trial.parse({
    apiVersion,
    kind: 'Trial',
    metadata: { name: 'cartesia', namespace: 'cartesia', generation: 1 },
    spec: {
      platform: 'cartesia',
      release: 'cartesia',
      policy: { settle: { deadlineSeconds: 5, quietSeconds: 0 } },
      bench: { enabled: false },
      ...spec,
    },
  });

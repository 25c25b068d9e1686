import type { KubeConfig } from '@kubernetes/client-node';
import type { Logger } from 'pino';
import { Registry } from 'prom-client';
import { JobDriver } from '../load/drivers/job.ts';
import { createMetrics } from '../reports/metrics/metrics.ts';
import { apiKeyVariable } from '../suites/bench/plan-bench.ts';
import { systemClock } from '../suites/host/system-clock.ts';
import { UndiciProbe } from '../suites/probes/http/undici-probe.ts';
import { ApiPodFleet } from '../suites/probes/kubernetes/api-pod-fleet.ts';
import { ApiReader } from '../suites/probes/kubernetes/api-reader.ts';
import type { AgentConfig } from './config.ts';
import { Controller } from './controller/controller.ts';
import { HandedOverLoad } from './controller/handed-over-load.ts';
import type { AgentHost } from './controller/host.ts';
import { apiResources } from './resources/api-resources.ts';
import { VerifiedSnapshots } from './resources/verified-snapshots.ts';
import { RollbackJobs } from './rollback/rollback-jobs.ts';
import { startServer } from './server/server.ts';

/** Runs the agent until the signal aborts. */
export async function runAgent(
  config: AgentConfig,
  kube: KubeConfig,
  log: Logger,
  code: string,
  signal: AbortSignal,
): Promise<void> {
  await using http = new UndiciProbe();
  const registry = new Registry();
  const resources = apiResources(kube);
  const clock = systemClock;
  const readers = new Map<string, ApiReader>();
  const host: AgentHost = {
    code,
    config: kube,
    resources,
    snapshots: new VerifiedSnapshots(kube),
    http,
    clock,
    log,
    metrics: createMetrics(registry),
    readerOf(namespace) {
      const reader = readers.get(namespace) ?? new ApiReader(kube, namespace);
      readers.set(namespace, reader);
      return reader;
    },
    loadFor({ metadata, spec: { endpoint } }) {
      const secret = endpoint.apiKeySecret;
      const driver = new JobDriver({
        ...config.load,
        fleet: new ApiPodFleet(kube, metadata.namespace, http),
        env: secret ? [{ name: apiKeyVariable, secret }] : [],
      });
      return new HandedOverLoad(driver, signal);
    },
    rollback: config.rollbackAccount
      ? new RollbackJobs(kube, { ...config, serviceAccount: config.rollbackAccount }, clock)
      : null,
  };
  const controller = new Controller(host, config.watch);
  const ready = () => controller.ready;
  const sources = { ready, registry, runs: resources.runs, namespaces: config.watch };
  await using server = await startServer(config.port, sources, log);
  log.info({ port: server.port, watch: config.watch, code }, 'the agent is up');
  await controller.run(signal);
  log.info('the agent has stopped');
}

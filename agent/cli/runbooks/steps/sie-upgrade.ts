import type { Runbook, RunbookStep } from '../step.ts';

const preparing: readonly RunbookStep[] = [
  {
    section: '1.1 Review the CHANGELOG',
    says: 'Know the breaking changes between the two versions.',
    checks: ['preflight.version-skip'],
    note: 'Forward-only boundaries between versions are told; a changelog is read by a person.',
  },
  {
    section: '1.1 Review the CHANGELOG',
    says: 'Helm values that are new, renamed, removed or required.',
    checks: ['preflight.values'],
    commands: ['plan'],
  },
  {
    section: '1.1 Review the CHANGELOG',
    says: 'Models that come or go.',
    checks: ['sie.models-kept'],
    commands: ['plan', 'diff'],
  },
  {
    section: '1.2 Record Current State',
    says: 'Helm release, revision and values.',
    commands: ['record', 'history'],
    proofs: ['suites/operations/record/take-snapshot.test.ts'],
  },
  {
    section: '1.2 Record Current State',
    says: 'Back up the state of the pools: ConfigMaps and Leases.',
    checks: ['sie.pools-kept'],
    commands: ['record', 'diff'],
  },
  {
    section: '1.2 Record Current State',
    says: 'The image tags of every Deployment and StatefulSet.',
    commands: ['record', 'status'],
    proofs: ['suites/operations/record/take-snapshot.test.ts'],
  },
  {
    section: '1.3 Verify Cluster Health',
    says: 'Gateway, config and worker pods are Running and Ready.',
    checks: ['preflight.pods-healthy'],
  },
  {
    section: '1.3 Verify Cluster Health',
    says: 'The gateway answers readyz and health; the config service healthz.',
    checks: ['sie.gateway-ready', 'sie.gateway-health', 'sie.config-health'],
    note: 'Asked over HTTP, never by exec: the images have no shell.',
  },
  {
    section: '1.3 Verify Cluster Health',
    says: 'No ScaledObject is in fallback.',
    checks: ['preflight.autoscaling-healthy'],
  },
  {
    section: '1.3 Verify Cluster Health',
    says: 'No recent errors in the logs of gateway, config and workers.',
    checks: ['preflight.recent-errors'],
  },
  {
    section: '1.4 Verify Observability Stack',
    says: 'Prometheus serves queries, Grafana can be reached.',
    checks: ['preflight.observability'],
  },
  {
    section: '1.5 Drain Active Workloads',
    says: "Pause KEDA, each ScaledObject at its own target's replica count.",
    commands: ['pause'],
    proofs: ['suites/operations/pause/pause.e2e.test.ts'],
  },
];

const upgrading: readonly RunbookStep[] = [
  {
    section: '2.1 Prepare New Images',
    says: 'The new images are in the registry.',
    checks: ['preflight.images-pullable'],
  },
  {
    section: '2.2 Helm Upgrade',
    says: 'Dry-run first; then upgrade from a chart, a registry or Terraform.',
    commands: ['plan', 'preflight'],
    proofs: ['suites/operations/plan/plan-upgrade.test.ts'],
  },
  {
    section: '2.3 Gateway',
    says: 'Brief 503s are possible when the only gateway is replaced.',
    checks: ['sie.gateway-replicas', 'requests-kept'],
  },
  {
    section: '2.3 Gateway',
    says: 'readyz answers 200 with no worker at all.',
    checks: ['sie.gateway-health', 'sie.worker-capacity'],
  },
  {
    section: '2.3 Config service',
    says: 'One replica by design; the gateway goes on without it, writes do not.',
    checks: ['sie.config-health', 'sie.config-epochs'],
  },
  {
    section: '2.3 Workers',
    says: 'StatefulSets are updated one pod at a time, in reverse order.',
    checks: ['rollout-complete'],
  },
  {
    section: '2.3 Workers',
    says: 'preStop 10 s, drain 25 s, grace 65 s; draining answers 503 with Retry-After.',
    checks: ['sie.drain', 'requests-kept'],
  },
  {
    section: '2.3 Workers',
    says: 'New pods load their models again, for 10 to 120 s.',
    checks: ['sie.scale-from-zero', 'sie.encode'],
    note: 'A smoke request waits as long as it is told to come back, within settings.coldStartSeconds.',
  },
  {
    section: '2.3 Workers',
    says: 'A disruption budget of one pod for each pool.',
    checks: ['disruption-budgets'],
  },
  {
    section: '2.3 Client Impact',
    says: 'Clients retry 503 and 202; requests in flight are completed.',
    checks: ['requests-kept', 'sie.scale-from-zero'],
  },
  {
    section: '2.4 Monitor the Rollout',
    says: 'Watch rollouts, pods and ScaledObjects.',
    checks: ['rollout-complete', 'keda-ready'],
    commands: ['status --watch'],
  },
];

const verifying: readonly RunbookStep[] = [
  {
    section: '3.1 All Pods Healthy',
    says: 'Every pod is Ready, on the new tag.',
    checks: ['pods-ready', 'images-on-tag'],
  },
  {
    section: '3.2 Gateway and Config Health',
    says: 'readyz, health with workers, healthz of the config service.',
    checks: ['sie.gateway-ready', 'sie.gateway-health', 'sie.worker-capacity', 'sie.config-health'],
  },
  {
    section: '3.2 Gateway and Config Health',
    says: 'The model catalogue is there.',
    checks: ['sie.models', 'sie.models-kept'],
  },
  {
    section: '3.3 Encode Request Smoke Test',
    says: 'An encode request is answered with a dense embedding.',
    checks: ['sie.encode', 'sie.encode-quality', 'sie.encode-msgpack', 'sie.score', 'sie.extract'],
  },
  {
    section: '3.4 KEDA and Autoscaling',
    says: 'Unpause what was paused.',
    checks: ['keda-not-paused'],
    commands: ['resume'],
  },
  {
    section: '3.4 KEDA and Autoscaling',
    says: 'ScaledObjects are Ready and not in fallback.',
    checks: ['keda-ready'],
  },
  {
    section: '3.5 Metrics Flowing',
    says: 'Prometheus scrapes the new pods; gateway counters are there.',
    checks: ['targets-up', 'requests-counted', 'monitor-selected'],
  },
  {
    section: '3.5 Metrics Flowing',
    says: 'The dashboards show data for the new pods.',
    checks: ['grafana-panels'],
  },
  {
    section: '3.6 Version Verification',
    says: 'Chart and app version are the target.',
    checks: ['helm-version'],
  },
  {
    section: '3.6 Version Verification',
    says: 'The server tells its version in a header.',
    checks: ['sie.server-version'],
  },
];

const goingBack: readonly RunbookStep[] = [
  {
    section: '4.1 Identify Rollback Target',
    says: 'Find the last revision that was good.',
    checks: ['preflight.way-back'],
    commands: ['history'],
  },
  {
    section: '4.2 Execute Rollback',
    says: 'Roll back with Helm, or revert the tag in Terraform.',
    note: 'The agent rolls back with Helm where policy allows; elsewhere the signal names the command.',
    proofs: ['agent/rollback/perform.test.ts', 'agent/e2e/voyage.e2e.test.ts'],
  },
  {
    section: '4.3 Monitor Rollback',
    says: 'Watch it, and see the old images back.',
    checks: ['images-on-tag', 'rollout-complete'],
    commands: ['status --watch'],
  },
  {
    section: '4.4 Verify Rollback Succeeded',
    says: 'The same verification again.',
    checks: ['sie.gateway-ready', 'sie.encode', 'keda-ready'],
    note: 'The suite `rollback`.',
  },
  {
    section: '4.5 Known Caveats: no database migrations',
    says: 'Pool state lies in ConfigMaps and Leases, and config in its store.',
    checks: ['sie.pools-kept', 'sie.config-epochs'],
  },
  {
    section: '4.5 Known Caveats: model cache',
    says: 'New pods start with an empty cache, so first requests wait.',
    checks: ['sie.scale-from-zero', 'sie.encode'],
  },
  {
    section: '4.5 Known Caveats: pool state',
    says: 'Pools and their leases survive upgrades and rollbacks.',
    checks: ['sie.pools-kept'],
  },
  {
    section: '4.5 Known Caveats: KEDA ScaledObjects',
    says: 'After a rollback the ScaledObjects are those of the target, and not in fallback.',
    checks: ['sie.scaled-objects-match', 'keda-ready', 'scaled-objects-have-targets', 'replicas-as-before'],
  },
  {
    section: '4.5 Known Caveats: config drift',
    says: 'Model and bundle configs of the chart go back with it.',
    checks: ['sie.config-epochs', 'sie.models'],
    commands: ['diff'],
  },
  {
    section: '4.5 Known Caveats: SDK compatibility',
    says: 'Clients with another major.minor log warnings.',
    checks: ['sie.sdk-version'],
  },
];

/** Superlinked's SIE: Upgrade Runbook. */
export const sieUpgrade: Runbook = {
  id: 'sie-upgrade',
  title: 'Superlinked SIE: Upgrade Runbook',
  platform: 'sie',
  steps: [...preparing, ...upgrading, ...verifying, ...goingBack],
};

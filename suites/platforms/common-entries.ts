import { type DeclaredScaling, kedaAsDeclared } from '../checks/autoscaling/keda-as-declared.ts';
import { kedaNotPaused } from '../checks/autoscaling/keda-not-paused.ts';
import { kedaReady } from '../checks/autoscaling/keda-ready.ts';
import { replicasAsBefore } from '../checks/autoscaling/replicas-as-before.ts';
import { replicasWithinBounds } from '../checks/autoscaling/replicas-within-bounds.ts';
import { scaledObjectsHaveTargets } from '../checks/autoscaling/scaled-objects-have-targets.ts';
import { acmCertificate } from '../checks/edge/acm-certificate.ts';
import { certManagerCertificate } from '../checks/edge/cert-manager-certificate.ts';
import { certificateExpiry } from '../checks/edge/certificate-expiry.ts';
import { certificateTrusted } from '../checks/edge/certificate-trusted.ts';
import { gkeManagedCertificate } from '../checks/edge/gke-managed-certificate.ts';
import { httpsRedirect } from '../checks/edge/https-redirect.ts';
import { ingressAddress } from '../checks/edge/ingress-address.ts';
import { ingressDns } from '../checks/edge/ingress-dns.ts';
import { ingressHttps } from '../checks/edge/ingress-https.ts';
import { tlsMinimum } from '../checks/edge/tls-minimum.ts';
import { tlsSecret } from '../checks/edge/tls-secret.ts';
import { imagesOnTag } from '../checks/images-on-tag.ts';
import { grafanaAnswers } from '../checks/metrics/grafana-answers.ts';
import { grafanaPanels } from '../checks/metrics/grafana-panels.ts';
import { monitorSelected } from '../checks/metrics/monitor-selected.ts';
import { prometheusAnswers } from '../checks/metrics/prometheus-answers.ts';
import { type CountedRequest, requestsCounted } from '../checks/metrics/requests-counted.ts';
import { hasPort, targetsUp } from '../checks/metrics/targets-up.ts';
import { podsReady } from '../checks/pods-ready.ts';
import { egressPosture } from '../checks/posture/egress-posture.ts';
import { networkPolicies } from '../checks/posture/network-policies.ts';
import { helmDeployed } from '../checks/release/helm-deployed.ts';
import { helmVersion } from '../checks/release/helm-version.ts';
import { objectsMatchRevision } from '../checks/release/objects-match-revision.ts';
import { podsUnchanged } from '../checks/release/pods-unchanged.ts';
import { workloadsKept } from '../checks/release/workloads-kept.ts';
import { capacityKept } from '../checks/rollout/capacity-kept.ts';
import { requestsKept } from '../checks/rollout/requests-kept.ts';
import { disruptionBudgets } from '../checks/workloads/disruption-budgets.ts';
import { imageDigests } from '../checks/workloads/image-digests.ts';
import { restarts } from '../checks/workloads/restarts.ts';
import { rolloutComplete } from '../checks/workloads/rollout-complete.ts';
import { warningEvents } from '../checks/workloads/warning-events.ts';
import type { Kind } from '../probes/kubernetes/reader.ts';
import { advisory, blocking, type SuiteEntry, whereThere } from '../suite.ts';

/** What the checks that every platform shares have to know of it. */
export interface CommonFacts {
  /** Null where images carry no release tag. */
  readonly tagOf: ((image: string) => string | null) | null;
  /** The chart's appVersion is the release tag. */
  readonly appVersionIsTag: boolean;
  readonly statusPath: string;
  /** The chart promises a disruption budget for each GPU workload. */
  readonly budgetsPromised: boolean;
  /** Pods of a workload that may be missing during a rollout; null where that is not promised. */
  readonly maxUnavailable: number | null;
  readonly scaling: DeclaredScaling;
  /** Name of the container port that is scraped. */
  readonly metricsPort: string;
  /** A request that the platform counts; null where no counter of it is documented. */
  readonly counted: CountedRequest | null;
  /** `host:port` that connected deployments call. */
  readonly outside: readonly string[];
}

/**
 * The verify checklist that every platform shares. What guards users decides; what only a cluster with more rights,
 * more software or a declared posture can answer advises, so that its lack never holds a release.
 */
export function commonVerify(of: CommonFacts): { readonly first: SuiteEntry[]; readonly last: SuiteEntry[] } {
  return {
    first: [
      blocking(rolloutComplete),
      ...(of.tagOf ? [blocking(imagesOnTag(of.tagOf))] : []),
      blocking(imageDigests),
      blocking(podsReady),
      advisory(restarts),
      advisory(warningEvents),
      advisory(requestsKept),
      ...(of.maxUnavailable === null ? [] : [advisory(capacityKept(of.maxUnavailable))]),
    ],
    last: [
      advisory(helmDeployed),
      ...(of.tagOf ? [advisory(helmVersion({ tagOf: of.tagOf, appVersionIsTag: of.appVersionIsTag }))] : []),
      advisory(workloadsKept),
      whereThere(blocking(kedaReady)),
      whereThere(blocking(scaledObjectsHaveTargets)),
      whereThere(blocking(replicasWithinBounds)),
      advisory(kedaNotPaused),
      advisory(kedaAsDeclared(of.scaling)),
      advisory(disruptionBudgets({ promised: of.budgetsPromised })),
      whereThere(blocking(ingressAddress)),
      whereThere(blocking(ingressDns)),
      whereThere(blocking(ingressHttps(of.statusPath))),
      whereThere(blocking(certificateTrusted)),
      whereThere(blocking(certificateExpiry)),
      whereThere(blocking(httpsRedirect)),
      whereThere(blocking(tlsMinimum)),
      whereThere(blocking(gkeManagedCertificate)),
      whereThere(blocking(acmCertificate)),
      whereThere(blocking(certManagerCertificate)),
      whereThere(advisory(tlsSecret)),
      whereThere(advisory(prometheusAnswers)),
      whereThere(advisory(monitorSelected)),
      whereThere(blocking(targetsUp(hasPort(of.metricsPort)))),
      advisory(grafanaAnswers),
      advisory(grafanaPanels),
      advisory(egressPosture({ outside: of.outside })),
      advisory(networkPolicies),
    ],
  };
}

/** What is asked at the end of the smoke tests: our own requests must have been counted. */
export const commonSmoke = ({ counted }: CommonFacts): SuiteEntry[] =>
  counted ? [advisory(requestsCounted(counted))] : [];

/** What is asked after an upgrade alone: a rollback replaces pods again, and is meant to. */
export const afterUpgrade = (): SuiteEntry[] => [advisory(podsUnchanged)];

/** What a rollback is asked besides verify and smoke. */
export const commonRollback = (
  operatorKinds: readonly [Kind, ...Kind[]] = ['scaledobjects'],
): SuiteEntry[] => [
  whereThere(blocking(objectsMatchRevision(operatorKinds))),
  whereThere(blocking(replicasAsBefore)),
];

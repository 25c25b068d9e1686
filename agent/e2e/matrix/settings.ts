import { vectorOf } from '../../../kind-fixtures/platforms/wordcab/server/pool/vectors.ts';
import { meanings } from '../../../suites/platforms/wordcab/sentences.ts';
import { sketchOf } from '../../../suites/platforms/wordcab/sketch.ts';
import type { Settings } from '../../../suites/settings.ts';

/** Checks that only mean something among real software: asked by `matrix.ecosystem.test.ts` and the tests named here. */
export const amongRealSoftware: Readonly<Record<string, string>> = Object.fromEntries(
  [
    'keda-ready',
    'keda-not-paused',
    'keda-as-declared',
    'scaled-objects-have-targets',
    'replicas-within-bounds',
    'preflight.autoscaling-healthy',
    'objects-match-revision',
    'ingress-address',
    'ingress-dns',
    'ingress-https',
    'certificate-trusted',
    'certificate-expiry',
    'tls-secret',
    'tls-minimum',
    'https-redirect',
    'gke-managed-certificate',
    'acm-certificate',
    'cert-manager-certificate',
    'preflight.certificates',
    'monitor-selected',
    'targets-up',
    'requests-counted',
    'grafana-panels',
  ].map((id) => [id, 'agent/e2e/matrix/matrix.ecosystem.test.ts']),
);

/** Asked from a pod, and this machine is none. */
export const fromAPodOnly = {
  'egress-posture': 'suites/checks/posture/egress-posture.ecosystem.test.ts',
} as const;

/** A real controller takes such a fault back at once, or has none of these objects: each has its own test. */
export const besideRealSoftware: Readonly<Record<string, string>> = {
  'ingress-address': 'suites/checks/edge/edge.ecosystem.test.ts',
  'ingress-dns': 'suites/checks/edge/edge.ecosystem.test.ts',
  'gke-managed-certificate': 'suites/checks/edge/certificate-objects.ecosystem.test.ts',
  'acm-certificate': 'suites/checks/edge/certificate-objects.test.ts',
  'cert-manager-certificate': 'suites/checks/edge/certificate-objects.ecosystem.test.ts',
  'targets-up': 'suites/checks/metrics/metrics.ecosystem.test.ts',
};

/** Asked in the matrix, where nothing that a fault recipe can change makes them fail. */
export const inTestsOfTheirOwn: Readonly<Record<string, string>> = {
  'https-redirect': 'suites/checks/edge/edge.ecosystem.test.ts',
  'tls-minimum': 'suites/checks/edge/edge.ecosystem.test.ts',
  'requests-counted': 'suites/checks/metrics/metrics.ecosystem.test.ts',
  'preflight.bundle-signature': 'suites/checks/preflight/bundle-signature.test.ts',
};

/** What a user of the stand-ins would say of them. */
export const sieSettings: Partial<Settings> = {
  coldStartSeconds: 12,
  gpuTypes: ['l4'],
  clientVersion: '0.3.0',
  models: ['BAAI/bge-m3', 'BAAI/bge-reranker-v2-m3', 'urchade/gliner_multi-v2.1'],
};

/** What the stand-in's vectors are, as a user would name it once from an accepted run's report. */
const sketch = sketchOf(vectorOf(meanings.anchor, 'bge-m3').map((value) => value ?? Number.NaN));
export const wordcabSettings: Partial<Settings> = { vectors: { 'bge-m3': sketch } };

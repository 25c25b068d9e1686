import type { Runbook } from '../step.ts';

/** Cartesia: Managed Kubernetes, with the Verify list and the go-live checklist. */
export const cartesiaManagedKubernetes: Runbook = {
  id: 'cartesia-managed-kubernetes',
  title: 'Cartesia: Managed Kubernetes and go-live',
  platform: 'cartesia',
  steps: [
    {
      section: 'Terraform Deployment; Helm-Only Deployment 1',
      says: 'Prometheus and KEDA are there first, where metrics and autoscaling are wanted.',
      checks: ['preflight.observability', 'keda-ready'],
    },
    {
      section: 'Helm-Only Deployment 2',
      says: 'The secrets for the registry, the API key and the bucket exist.',
      checks: ['preflight.images-pullable', 'cartesia.voices'],
      note: 'A pull secret is proven by asking the registry with it; a key by a request that the API accepts.',
    },
    {
      section: 'Helm-Only Deployment 3',
      says: 'The storage class of the values exists.',
      checks: ['preflight.storage-class'],
    },
    {
      section: 'Helm-Only Deployment 4',
      says: 'Install or upgrade with Helm.',
      checks: ['helm-deployed', 'preflight.helm-idle'],
      commands: ['plan'],
    },
    {
      section: 'Verify: Watch rollout',
      says: 'The rollout of the API and of each worker ends; workers take longer, while the model loads.',
      checks: ['rollout-complete'],
      commands: ['status --watch'],
    },
    {
      section: 'Verify: Watch rollout',
      says: 'A worker is Running but not Ready until inferno_worker_capacity > 0.',
      checks: ['cartesia.worker-capacity'],
    },
    {
      section: 'Verify: Pods are Ready',
      says: 'Every pod is Running with every container Ready.',
      checks: ['pods-ready', 'restarts'],
    },
    {
      section: 'Verify: Pods are Ready',
      says: 'The API is ready when GET /status answers 200 on port 5000.',
      checks: ['cartesia.api-status'],
    },
    {
      section: 'Verify: Pods are Ready',
      says: 'License proxy and NATS have no probes: they count as ready as soon as they start.',
      checks: ['cartesia.nats', 'cartesia.license-proxy'],
    },
    {
      section: 'Verify: Ingress address is assigned',
      says: 'The Ingress has the address of a load balancer.',
      checks: ['ingress-address', 'ingress-dns'],
    },
    {
      section: 'Verify: Ingress address is assigned',
      says: 'On GKE the ManagedCertificate is Active; until then HTTPS fails.',
      checks: ['gke-managed-certificate'],
    },
    {
      section: 'Verify: Metrics scrape is working',
      says: 'The PodMonitor is found by its label release: prometheus.',
      checks: ['monitor-selected'],
    },
    {
      section: 'Verify: Metrics scrape is working',
      says: 'up is 1 for every component pod.',
      checks: ['targets-up', 'prometheus-answers'],
    },
    {
      section: 'Verify: Metrics scrape is working',
      says: 'Then the functional smoke tests: voices, bytes, SSE, WebSocket, speech to text.',
      checks: [
        'cartesia.voices',
        'cartesia.tts-bytes',
        'cartesia.tts-sse',
        'cartesia.tts-websocket',
        'cartesia.stt',
      ],
    },
    {
      section: 'Ingress and TLS: AWS EKS',
      says: 'TLS ends at the load balancer, at 1.2 or newer.',
      checks: ['tls-minimum', 'ingress-https'],
      proofs: ['suites/checks/edge/edge.ecosystem.test.ts'],
    },
    {
      section: 'Ingress and TLS: AWS EKS',
      says: 'The certificate is an ACM ARN, or found by host name.',
      checks: ['acm-certificate', 'certificate-trusted'],
    },
    {
      section: 'Ingress and TLS: AWS EKS',
      says: 'HTTP is redirected to HTTPS.',
      checks: ['https-redirect'],
      proofs: ['suites/checks/edge/edge.ecosystem.test.ts'],
    },
    {
      section: 'Ingress and TLS: GCP GKE',
      says: 'A ManagedCertificate covers every host name of the routes.',
      checks: ['gke-managed-certificate', 'certificate-trusted'],
    },
    {
      section: 'Ingress and TLS: GCP GKE',
      says: 'HTTP is allowed beside HTTPS, and not redirected.',
      checks: ['https-redirect'],
      note: 'On GKE the check skips and says so.',
      proofs: ['suites/checks/edge/edge.test.ts'],
    },
    {
      section: 'Ingress and TLS: Self-managed',
      says: 'An Ingress of your own with a kubernetes.io/tls Secret, or cert-manager, to the API Service on port 5000.',
      checks: ['tls-secret', 'cert-manager-certificate', 'certificate-expiry', 'ingress-https'],
    },
    {
      section: 'Autoscaling: Cluster Autoscaler',
      says: 'Node groups grow within their bounds when pods find no room.',
      checks: ['preflight.surge-gpus'],
      note: "Headroom is read from the autoscaler's status; where it cannot be read the answer is inconclusive.",
    },
    {
      section: 'Autoscaling: Pod Autoscaler (KEDA)',
      says: 'ScaledObjects scale by queue depth and worker load.',
      checks: ['keda-ready', 'keda-not-paused'],
    },
    {
      section: 'Autoscaling: Per-Worker Scaling',
      says: 'Each worker has its own threshold and its bounds of replicas.',
      checks: ['keda-as-declared', 'replicas-within-bounds'],
    },
    {
      section: 'Autoscaling: Scaling Behavior',
      says: 'Up after 30 s, down after 900 s.',
      checks: ['keda-as-declared'],
    },
    {
      section: 'Go-live 1',
      says: 'All pods Running and Ready, all images on the tag.',
      checks: ['pods-ready', 'images-on-tag', 'rollout-complete'],
      commands: ['go-live'],
    },
    {
      section: 'Go-live 2',
      says: 'The Ingress can be reached by its name over HTTPS.',
      checks: ['ingress-dns', 'ingress-https'],
      commands: ['go-live'],
    },
    {
      section: 'Go-live 3',
      says: 'The TLS certificate is active, whoever issued it.',
      checks: [
        'certificate-trusted',
        'certificate-expiry',
        'gke-managed-certificate',
        'acm-certificate',
        'tls-secret',
        'cert-manager-certificate',
      ],
      commands: ['go-live'],
    },
    {
      section: 'Go-live 4',
      says: 'Smoke tests pass.',
      checks: [
        'cartesia.voices',
        'cartesia.tts-bytes',
        'cartesia.tts-sse',
        'cartesia.tts-websocket',
        'cartesia.stt',
      ],
      commands: ['go-live'],
    },
    {
      section: 'Go-live 5',
      says: 'Benchmarks are within the expected range of the GPU.',
      commands: ['go-live', 'run --suite bench'],
      proofs: ['load/judge/range.test.ts', 'suites/bench/session.test.ts', 'agent/e2e/voyage.e2e.test.ts'],
    },
    {
      section: 'Go-live 6',
      says: 'The metrics scrape works, where Prometheus is installed.',
      checks: ['targets-up', 'monitor-selected', 'prometheus-answers'],
      commands: ['go-live'],
    },
    {
      section: 'Go-live 7',
      says: 'Firewall and network policies match the posture.',
      checks: ['egress-posture', 'network-policies'],
      commands: ['go-live'],
    },
    {
      section: 'Go-live 8',
      says: 'Air-gapped: the license is loaded and offline operation is confirmed.',
      checks: ['license-loaded', 'egress-posture'],
      commands: ['go-live'],
    },
    {
      section: 'Go-live 9',
      says: 'The on-call runbook documents the rollback procedure.',
      commands: ['go-live --sign "name" --item oncall-runbook'],
      note: 'A person signs it: no program can tell.',
      proofs: ['suites/operations/go-live/go-live.test.ts'],
    },
  ],
};

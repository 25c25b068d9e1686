import type { GoLiveItem } from '../../operations/go-live/item.ts';

const source = 'Managed Kubernetes, Go-live Checklist';

/** The vendor's final review before production traffic, in its order. */
export const goLive: readonly GoLiveItem[] = [
  {
    id: 'pods-and-images',
    title: 'All pods Running and Ready, all images on the target release tag',
    source,
    checks: ['settled', 'rollout-complete', 'pods-ready', 'images-on-tag', 'image-digests'],
  },
  {
    id: 'ingress',
    title: 'Ingress reachable on its FQDN over HTTPS',
    source,
    checks: ['ingress-address', 'ingress-dns', 'ingress-https'],
  },
  {
    id: 'certificate',
    title: 'TLS certificate active',
    source,
    checks: [
      'certificate-trusted',
      'certificate-expiry',
      'gke-managed-certificate',
      'acm-certificate',
      'cert-manager-certificate',
      'tls-secret',
      'tls-minimum',
      'https-redirect',
    ],
  },
  {
    id: 'smoke',
    title: 'Smoke tests pass',
    source,
    checks: [
      'cartesia.voices',
      'cartesia.tts-bytes',
      'cartesia.tts-sse',
      'cartesia.tts-websocket',
      'cartesia.stt',
      'cartesia.speech-understood',
    ],
  },
  {
    id: 'benchmarks',
    title: 'Benchmark results within the expected range for the deployed GPU',
    source,
    bench: true,
  },
  {
    id: 'metrics',
    title: 'Metrics scrape working, where Prometheus is installed',
    source,
    checks: ['prometheus-answers', 'monitor-selected', 'targets-up'],
    optional: true,
  },
  {
    id: 'posture',
    title: 'Firewall and network policies match the deployed posture',
    source,
    checks: ['egress-posture', 'network-policies'],
  },
  {
    id: 'air-gapped',
    title: 'Air-gapped only: license loaded, offline operation confirmed',
    source,
    checks: ['license-loaded'],
    optional: true,
  },
  {
    id: 'oncall-runbook',
    title: 'The on-call runbook documents the rollback procedure',
    source,
    person: true,
  },
];

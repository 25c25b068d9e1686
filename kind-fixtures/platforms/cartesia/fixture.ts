import { fileURLToPath } from 'node:url';
import { programImageName } from '../../images/program-images.ts';
import type { BuildOptions } from '../../toolchain/build.ts';
import { cartesiaImages } from './images.ts';
import { type ReleaseTag, releaseTags } from './releases.ts';
import type { Fault } from './server/faults/fault.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export interface CartesiaValuesOptions {
  readonly releaseTag?: ReleaseTag;
  /** TTS worker pods, each with one GPU. */
  readonly workers?: number;
  /** Streams per worker. */
  readonly capacity?: number;
  readonly faults?: readonly Fault[];
  /** The fault "wrong tag on one worker": image tag by name of the worker. */
  readonly workerTags?: Readonly<Record<string, ReleaseTag>>;
  readonly modelLoadSeconds?: number;
  /** Fixes the luck of all pods; without it each pod has its own. */
  readonly seed?: string;
  /** KEDA ScaledObjects for the workers. */
  readonly autoscaling?: boolean;
}

/** What a demo or a test needs to run the stand-in Cartesia. */
export const cartesiaFixture = {
  platform: 'cartesia',
  /** Helm release and namespace of the vendor's documentation. */
  release: 'cartesia',
  namespace: 'cartesia',
  chart: here('./chart'),
  /** Folder of the CRDs that the chart's objects need; to be applied before it. */
  crds: here('../crds'),
  /** A manifest with an added voice and a dictionary; applied beside the release. */
  artifacts: here('./artifacts/artifacts.yaml'),
  beside: [here('./artifacts/artifacts.yaml')],
  apiKey: 'sk_car_test',
  archives: async (options?: BuildOptions) => (await cartesiaImages(options)).archives,
  demoValuesFor: (tag: string) => cartesiaValues({ releaseTag: tag as ReleaseTag }),
  remark: async () =>
    (await cartesiaImages()).speaks ? null : 'without espeak-ng the stand-in speaks in tones',
  valuesFor: (tag: string) =>
    cartesiaValues({ releaseTag: tag as ReleaseTag, workers: 1, modelLoadSeconds: 0.5, seed: 'e2e' }),
  surroundedValuesFor: (tag: string) =>
    cartesiaValues({
      releaseTag: tag as ReleaseTag,
      workers: 1,
      modelLoadSeconds: 0.5,
      seed: 'e2e',
      autoscaling: true,
    }),
  releaseTags,
  ttsWorker: 'tts-worker',
  images: cartesiaImages,
  values: cartesiaValues,
  /** Port 5000, the vendor's API. */
  apiService: (release = 'cartesia') => `${release}-api-server`,
  /** Port 8080: `/truth` and `/faults` of the API. */
  adminService: (release = 'cartesia') => `${release}-stand-in`,
} as const;

/** Helm values: 2 TTS worker pods with capacity 16, one voice clone worker, one API; 3 GPUs, 6 during a rollout. */
export function cartesiaValues(options: CartesiaValuesOptions = {}): Record<string, unknown> {
  const { workers = 2, capacity = 16, autoscaling = false } = options;
  return {
    infra: { provider: 'gcp' },
    release: { releaseTag: options.releaseTag ?? releaseTags.first },
    // The vendor's Ingress is for EKS and GKE: on a cluster of one's own the vendor tells to make another.
    ingress: { enabled: false, routes: ['api.cartesia.example'] },
    metrics: { enabled: true },
    workers: [
      {
        name: 'tts-worker',
        workerArgs: {
          model: 'rosy-dragon',
          image: 'cartesia-sonic-rosy-dragon',
          gpuType: 'nvidia.com/gpu',
          capacity,
          operation: 'TTS',
          useCB: true,
          useLora: false,
        },
        autoscaling: {
          enabled: autoscaling,
          threshold: '0.8',
          minReplicas: workers,
          maxReplicas: workers + 2,
        },
      },
    ],
    standIn: {
      natsImage: programImageName('nats-server'),
      faults: options.faults ?? [],
      workerTags: options.workerTags ?? {},
      modelLoadSeconds: options.modelLoadSeconds ?? 3,
      ...(options.seed ? { noise: { seed: options.seed } } : {}),
    },
  };
}

import { fileURLToPath } from 'node:url';
import { programImageName } from '../../images/program-images.ts';
import type { BuildOptions } from '../../toolchain/build.ts';
import type { PlatformFixture } from '../platform-fixture.ts';
import { chartFor } from './chart-for.ts';
import { sieImages } from './images.ts';
import { releaseTags } from './releases.ts';
import type { Fault } from './server/faults/fault.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export interface SieValuesOptions {
  readonly releaseTag?: string;
  /** Gateway pods; one of them is an advice not followed. */
  readonly gateways?: number;
  /** Worker pods of the pool `l4`, each with one GPU, and how many it may have. */
  readonly workers?: number;
  readonly maxWorkers?: number;
  readonly faults?: readonly Fault[];
  readonly modelLoadSeconds?: number;
  /** Of the workers: the vendor's are 10, 25 and 65. */
  readonly preStopSeconds?: number;
  readonly drainTimeoutSeconds?: number;
  readonly terminationGracePeriodSeconds?: number;
  /** The gateway wakes a pool at zero, where no KEDA does. */
  readonly scaleFromZero?: boolean;
  readonly tokens?: readonly string[];
  /** A ServiceMonitor, and alerts. */
  readonly monitors?: boolean;
}

/** What a demo or a test needs to run the stand-in SIE. */
export const sieFixture = {
  platform: 'sie',
  /** Helm release and namespace of the vendor's documentation. */
  release: 'sie',
  namespace: 'sie',
  chart: here('./chart'),
  /** The chart under the version of a release, where it matters that chart and images change together. */
  chartFor,
  crds: here('../crds'),
  /** A resource pool, its ConfigMap and its Lease: no release may lose it. */
  beside: [here('./artifacts/pool.yaml')],
  releaseTags,
  apiKey: null,
  archives: async (options?: BuildOptions) => (await sieImages(options)).archives,
  valuesFor: (tag: string) => sieValues({ releaseTag: tag }),
  /** Without KEDA nobody keeps ScaledObjects well. */
  demoValuesFor: (tag: string) => ({ ...sieValues({ releaseTag: tag }), autoscaling: { enabled: false } }),
  values: sieValues,
  images: sieImages,
  /** `/faults` and `/truth` of the gateway; whatever the chart's other objects are called. */
  adminService: (release = 'sie') => `${release}-stand-in`,
} as const satisfies PlatformFixture & Record<string, unknown>;

/** Two gateways, as the runbook advises, one config, one worker with a GPU, NATS, and a prepull pod on each node; quick probes. A worker takes its 10 s to end. */
export function sieValues(options: SieValuesOptions = {}): Record<string, unknown> {
  const tag = options.releaseTag ?? releaseTags.first;
  const { gateways = 2, workers = 1, maxWorkers = workers + 2, tokens = [], monitors = true } = options;
  return {
    gateway: { replicas: gateways, image: { tag }, pools: { enabled: true } },
    config: { image: { tag } },
    auth: { enabled: tokens.length > 0, tokens },
    workers: {
      common: {
        image: { tag },
        preStopSeconds: options.preStopSeconds ?? 10,
        drainTimeoutSeconds: options.drainTimeoutSeconds ?? 25,
        terminationGracePeriodSeconds: options.terminationGracePeriodSeconds ?? 65,
        preloadModels: ['BAAI/bge-m3'],
      },
      pools: { l4: { enabled: true, minReplicas: workers, maxReplicas: maxWorkers } },
    },
    autoscaling: { enabled: true, fallbackReplicas: Math.max(1, workers) },
    serviceMonitor: { enabled: monitors },
    prometheusRule: { enabled: monitors },
    standIn: {
      natsImage: programImageName('nats-server'),
      faults: options.faults ?? [],
      modelLoadSeconds: options.modelLoadSeconds ?? 0.5,
      pollMs: 500,
      quickProbes: true,
      scaleFromZero: options.scaleFromZero ?? false,
    },
  };
}

import type { KubeClient } from '../kube/client.ts';
import {
  type List,
  type PoolType,
  paths,
  type WordcabDeployment,
  type WordcabPool,
} from '../kube/resources.ts';

export interface PoolView {
  readonly name: string;
  readonly type: PoolType;
  readonly models: readonly string[];
  readonly url: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly desired: number;
  readonly ready: number;
  readonly healthy: boolean;
}

export interface DeploymentView {
  readonly name: string;
  readonly environment: string;
  readonly region: string;
  readonly shape: string;
  readonly routes: Readonly<Record<string, string>>;
  readonly autoscaling: Readonly<Record<string, number>>;
  readonly created: string;
  readonly ready: boolean;
}

/** What the platform knows of its pools now. */
export interface Directory {
  readonly pools: readonly PoolView[];
  readonly deployments: readonly DeploymentView[];
}

const everyMs = 1000;

/** Reads the custom resources each second, so that a changed configuration needs no restart. Disposing ends it. */
export async function followResources(
  kube: KubeClient,
  namespace: string,
  release: string,
  log: (entry: object) => void,
): Promise<Directory & Disposable> {
  const ours = `?labelSelector=${encodeURIComponent(`app.kubernetes.io/instance=${release}`)}`;
  let pools: readonly PoolView[] = [];
  let deployments: readonly DeploymentView[] = [];
  const look = async () => {
    const [foundPools, foundDeployments] = await Promise.all([
      kube.get<List<WordcabPool>>(paths.pools(namespace) + ours),
      kube.get<List<WordcabDeployment>>(paths.deployments(namespace) + ours),
    ]);
    pools = (foundPools?.items ?? []).map((pool) => poolView(pool, namespace));
    deployments = (foundDeployments?.items ?? []).map(deploymentView);
  };
  const lookAgain = () => look().catch((error) => log({ event: 'trouble', error: String(error) }));
  await lookAgain();
  const timer = setInterval(lookAgain, everyMs);
  return {
    get pools() {
      return pools;
    },
    get deployments() {
      return deployments;
    },
    [Symbol.dispose]: () => clearInterval(timer),
  };
}

const poolView = ({ metadata: { name }, spec, status }: WordcabPool, namespace: string): PoolView => ({
  name,
  type: spec.type,
  models: spec.models,
  url: `http://${name}.${namespace}.svc:8000`,
  config: spec.config,
  desired: status?.desired ?? spec.replicas.min,
  ready: status?.ready ?? 0,
  healthy: status?.phase === 'Healthy',
});

const deploymentView = ({ metadata, spec, status }: WordcabDeployment): DeploymentView => ({
  name: metadata.name,
  environment: spec.environment,
  region: spec.region,
  shape: spec.shape,
  routes: spec.routes,
  autoscaling: spec.autoscaling,
  created: (metadata as { creationTimestamp?: string }).creationTimestamp ?? new Date(0).toISOString(),
  ready: status?.ready ?? false,
});

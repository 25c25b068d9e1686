/** The stand-in's own custom resources. Group, kinds and shapes are assumptions: the vendor publishes none. */
export const group = 'wordcab.com';
export const version = 'v1';

export const poolTypes = ['stt', 'tts', 'llm'] as const;
export type PoolType = (typeof poolTypes)[number];

interface Meta {
  readonly name: string;
  readonly uid?: string;
  readonly generation?: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

export interface Condition {
  readonly type: string;
  readonly status: 'True' | 'False';
  readonly reason: string;
  readonly message: string;
  readonly observedGeneration: number;
  readonly lastTransitionTime: string;
}

export interface PoolStatus {
  readonly observedGeneration: number;
  readonly phase: 'Pending' | 'Waiting' | 'Rolling' | 'Healthy' | 'Degraded';
  readonly desired: number;
  readonly updated: number;
  readonly ready: number;
  /** Image that every ready replica runs. */
  readonly image: string | null;
  /** The last change of the pods' template. */
  readonly rollout: { readonly startedAt: string; readonly finishedAt: string | null } | null;
  readonly conditions: readonly Condition[];
}

export interface WordcabPool {
  readonly metadata: Meta;
  readonly spec: {
    readonly type: PoolType;
    readonly image: string;
    readonly replicas: { readonly min: number; readonly max: number };
    readonly maxUnavailable: number;
    readonly maxSurge: number;
    readonly resources: {
      readonly requests: Readonly<Record<string, unknown>>;
      readonly limits: Readonly<Record<string, unknown>>;
    };
    readonly backend: string;
    readonly models: readonly string[];
    /** Applied without a restart. */
    readonly config: Readonly<Record<string, unknown>>;
  };
  readonly status?: PoolStatus;
}

export interface DeploymentStatus {
  readonly observedGeneration: number;
  readonly ready: boolean;
  readonly pools: number;
  readonly healthyPools: number;
  readonly conditions: readonly Condition[];
}

export interface WordcabDeployment {
  readonly metadata: Meta;
  readonly spec: {
    readonly release: string;
    readonly environment: string;
    readonly region: string;
    readonly shape: string;
    /** The model that is used where a request's route names none, by type. */
    readonly routes: Readonly<Record<PoolType, string>>;
    readonly autoscaling: Readonly<Record<string, number>>;
  };
  readonly status?: DeploymentStatus;
}

export interface Deployment {
  readonly metadata: Meta;
  readonly spec: { readonly replicas?: number; readonly template: object; readonly strategy?: object };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly replicas?: number;
    readonly updatedReplicas?: number;
    readonly readyReplicas?: number;
    readonly availableReplicas?: number;
  };
}

export interface List<T> {
  readonly items: readonly T[];
}

const namespaced = (root: string) => (namespace: string, name?: string) => {
  const path = `${root.replace('{ns}', namespace)}`;
  return name === undefined ? path : `${path}/${name}`;
};

/** Paths of the API server, of a list or of one object. */
export const paths = {
  pools: namespaced(`/apis/${group}/${version}/namespaces/{ns}/wordcabpools`),
  deployments: namespaced(`/apis/${group}/${version}/namespaces/{ns}/wordcabdeployments`),
  workloads: namespaced('/apis/apps/v1/namespaces/{ns}/deployments'),
  services: namespaced('/api/v1/namespaces/{ns}/services'),
  configMaps: namespaced('/api/v1/namespaces/{ns}/configmaps'),
};

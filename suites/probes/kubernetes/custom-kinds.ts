/** What every object of a custom resource has. Only the fields that checks read are named. */
export interface CustomObject {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: {
    readonly name?: string;
    readonly namespace?: string;
    readonly uid?: string;
    readonly generation?: number;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
}

export interface CustomCondition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
  readonly observedGeneration?: number;
}

interface LabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: string;
    readonly values?: readonly string[];
  }[];
}

/** keda.sh/v1alpha1. Conditions carry no time, and must be looked up by type. */
export interface ScaledObject extends CustomObject {
  readonly spec?: {
    readonly scaleTargetRef?: { readonly kind?: string; readonly name?: string };
    readonly minReplicaCount?: number;
    readonly idleReplicaCount?: number;
    readonly maxReplicaCount?: number;
    readonly pollingInterval?: number;
    readonly cooldownPeriod?: number;
    readonly fallback?: { readonly failureThreshold?: number; readonly replicas?: number };
    readonly triggers?: readonly {
      readonly type?: string;
      readonly metadata?: Readonly<Record<string, string>>;
    }[];
    readonly advanced?: {
      readonly horizontalPodAutoscalerConfig?: {
        readonly behavior?: {
          readonly scaleUp?: { readonly stabilizationWindowSeconds?: number };
          readonly scaleDown?: { readonly stabilizationWindowSeconds?: number };
        };
      };
    };
  };
  readonly status?: {
    readonly conditions?: readonly CustomCondition[];
    readonly originalReplicaCount?: number;
    readonly pausedReplicaCount?: number;
    readonly hpaName?: string;
    readonly health?: Readonly<
      Record<string, { readonly numberOfFailures?: number; readonly status?: string }>
    >;
  };
}

/** monitoring.coreos.com/v1, PodMonitor and ServiceMonitor: what both have, and the endpoints of each. */
export interface Monitor extends CustomObject {
  readonly spec?: {
    readonly selector?: LabelSelector;
    readonly jobLabel?: string;
    readonly namespaceSelector?: { readonly any?: boolean; readonly matchNames?: readonly string[] };
    readonly podMetricsEndpoints?: readonly { readonly port?: string; readonly path?: string }[];
    readonly endpoints?: readonly { readonly port?: string; readonly path?: string }[];
  };
}

/** monitoring.coreos.com/v1, Prometheus: which monitors it takes. */
export interface PrometheusServer extends CustomObject {
  readonly spec?: {
    readonly podMonitorSelector?: LabelSelector;
    readonly podMonitorNamespaceSelector?: LabelSelector;
    readonly serviceMonitorSelector?: LabelSelector;
    readonly serviceMonitorNamespaceSelector?: LabelSelector;
  };
}

/** networking.gke.io/v1. It has no conditions. */
export interface ManagedCertificate extends CustomObject {
  readonly spec?: { readonly domains?: readonly string[] };
  readonly status?: {
    readonly certificateStatus?: string;
    readonly certificateName?: string;
    readonly expireTime?: string;
    readonly domainStatus?: readonly { readonly domain?: string; readonly status?: string }[];
  };
}

/** cert-manager.io/v1. */
export interface Certificate extends CustomObject {
  readonly spec?: { readonly secretName?: string; readonly dnsNames?: readonly string[] };
  readonly status?: {
    readonly conditions?: readonly CustomCondition[];
    readonly notAfter?: string;
    readonly renewalTime?: string;
  };
}

/** wordcab.com/v1. Group, kind and shape are assumptions: the vendor publishes none (suites/platforms/wordcab/assumptions.md). */
export interface WordcabPool extends CustomObject {
  readonly spec?: {
    readonly type?: string;
    readonly image?: string;
    readonly replicas?: { readonly min?: number; readonly max?: number };
    readonly models?: readonly string[];
  };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly phase?: string;
    readonly desired?: number;
    readonly updated?: number;
    readonly ready?: number;
    readonly conditions?: readonly CustomCondition[];
  };
}

/** wordcab.com/v1, as assumed. */
export interface WordcabDeployment extends CustomObject {
  readonly spec?: { readonly release?: string; readonly routes?: Readonly<Record<string, string>> };
  readonly status?: { readonly observedGeneration?: number; readonly ready?: boolean };
}

export type { LabelSelector };

import type { V1Ingress } from '@kubernetes/client-node';
import type { Settings } from '../../settings.ts';

export type Provider = NonNullable<Settings['provider']>;

export interface ToldProvider {
  readonly provider: Provider;
  /** What it was told from, for people. */
  readonly because: string;
}

/**
 * Whose load balancer serves an Ingress. What a user says counts; else its class, else annotations that only one
 * controller reads or writes. Nodes say nothing: nginx on EKS is not the load balancer that the seed speaks of.
 */
export function providerOf(ingress: V1Ingress | null, settings: Settings): ToldProvider {
  if (settings.provider) return { provider: settings.provider, because: 'settings.provider' };
  if (!ingress) return { provider: 'self-managed', because: 'there is no Ingress and no settings.provider' };
  const annotations = Object.keys(ingress.metadata?.annotations ?? {});
  const ingressClass =
    ingress.spec?.ingressClassName ?? ingress.metadata?.annotations?.['kubernetes.io/ingress.class'];
  if (ingressClass !== undefined && ingressClass !== '')
    return { provider: byClass(ingressClass), because: `Ingress class ${ingressClass}` };
  for (const [provider, pattern] of controllers) {
    const found = annotations.find((name) => pattern.test(name));
    if (found) return { provider, because: `annotation ${found}` };
  }
  return { provider: 'self-managed', because: 'the Ingress names no class' };
}

const byClass = (name: string): Provider => {
  if (name === 'alb') return 'eks';
  return name === 'gce' || name === 'gce-internal' ? 'gke' : 'self-managed';
};

/** GKE's controller takes Ingresses without a class, and writes its own annotations on them. */
const controllers: readonly [Provider, RegExp][] = [
  ['eks', /^alb\.ingress\.kubernetes\.io\//],
  [
    'gke',
    /^(networking\.gke\.io|ingress\.gcp\.kubernetes\.io)\/|^ingress\.kubernetes\.io\/(url-map|forwarding-rule|target-proxy)$/,
  ],
];

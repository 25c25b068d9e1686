import type { V1Ingress } from '@kubernetes/client-node';
import type { AnyCheck } from '../../../check.ts';
import type { NetworkProbe, TlsAnswer } from '../../../probes/network/probe.ts';
import { ProbeError } from '../../../probes/probe-error.ts';
import type { Finding } from '../../../record/finding.ts';
import type { Outcome } from '../../../record/outcome.ts';
import { noSettings } from '../../../settings.ts';
import { moment, subjectOf } from '../../../testing/plans.ts';

/** Objects of a cluster, by their plural resource name. A kind that is missing may not be read. */
export type Objects = Readonly<Record<string, readonly object[]>>;

interface Named {
  readonly metadata?: { readonly name?: string; readonly labels?: Readonly<Record<string, string>> };
}

/** A reader of these objects, which knows label selectors of one equality. */
export const readerOf = (objects: Objects) => {
  const all = (kind: string): readonly Named[] => {
    if (objects[kind]) return objects[kind];
    throw new ProbeError('forbidden', `no permission to list ${kind} in cartesia: grant it in a Role`);
  };
  return {
    namespace: 'cartesia',
    list: async (kind: string, { labels }: { labels?: string } = {}) => {
      const [key, value] = labels?.split('=') ?? [];
      return all(kind).filter((object) => key === undefined || object.metadata?.labels?.[key] === value);
    },
    get: async (kind: string, name: string) =>
      all(kind).find(({ metadata }) => metadata?.name === name) ?? null,
  };
};

export const host = 'api.cartesia.example';
export const address = '192.0.2.10';

/** A good certificate's handshake, with these changes to its leaf. */
export const handshakeOf = (
  leaf: Partial<TlsAnswer['chain'][number]> = {},
  over: Partial<TlsAnswer> = {},
): TlsAnswer => ({
  protocol: 'TLSv1.3',
  chain: [
    {
      subject: host,
      issuer: 'Amazon RSA 2048 M02',
      names: [host],
      notBefore: '2026-05-01T00:00:00.000Z',
      notAfter: '2026-08-01T00:00:00.000Z',
      ...leaf,
    },
  ],
  distrust: null,
  ...over,
});

/** A healthy edge at one address; parts can be replaced. */
export const networkOf = (over: Partial<NetworkProbe> = {}): NetworkProbe => ({
  resolve: async () => [address],
  connect: async () => ({ open: true, milliseconds: 1 }),
  handshake: async ({ maxVersion }) => (maxVersion === 'TLSv1.1' ? null : handshakeOf()),
  get: async ({ scheme, name }) =>
    scheme === 'http'
      ? { status: 301, headers: { location: `https://${name}:443/` }, body: '' }
      : { status: 200, headers: {}, body: '' },
  ...over,
});

/** Runs a check over these objects; other parts of its context can be given. A probe's error is inconclusive, as in the engine. */
export async function found(check: AnyCheck, objects: Objects, over: object = {}): Promise<Finding> {
  const context = {
    subject: subjectOf(),
    endpoint: { url: 'http://platform', headers: {}, hasApiKey: false },
    settings: noSettings,
    kubernetes: readerOf(objects),
    network: networkOf(),
    now: Date.parse(moment),
    signal: new AbortController().signal,
    progress: () => {},
    ...over,
  };
  try {
    return await check.run(context as never);
  } catch (error) {
    if (error instanceof ProbeError) return { outcome: 'inconclusive', reason: error.message };
    throw error;
  }
}

export const labels = { 'app.kubernetes.io/instance': 'cartesia' };

/** An Ingress of the release at that host and address; parts can be replaced. */
export function ingressOf(
  over: { annotations?: object; spec?: object; status?: object; labels?: object } = {},
) {
  return {
    metadata: { name: 'edge', labels: over.labels ?? labels, annotations: over.annotations ?? {} },
    spec: { rules: [{ host }], ...over.spec },
    status: over.status ?? { loadBalancer: { ingress: [{ ip: address }] } },
  } as unknown as V1Ingress;
}
export const cluster = (ingress: V1Ingress = ingressOf(), more: object = {}) => ({
  ingresses: [ingress],
  services: [],
  ...more,
});

/** Outcome, reason, objects, and other parts of the context. */
export type Case = [Outcome, RegExp, Objects, object?];

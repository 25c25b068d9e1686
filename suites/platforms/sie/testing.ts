import type { HttpAnswer, HttpRequest } from '../../probes/http/probe.ts';
import { noSettings, type Settings } from '../../settings.ts';
import { subjectOf } from '../../testing/plans.ts';
import { endpointAt } from '../endpoint.ts';
import { sie } from './platform.ts';

export interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | object;
}

/** Answers by `METHOD host/path`, where the gateway's host is left out: `GET /health`, `GET 10.0.0.5:8080/metrics`. */
export type Replies = Readonly<Record<string, Reply | ((request: HttpRequest) => Reply)>>;

export interface ContextParts {
  readonly replies?: Replies;
  /** Objects by kind. */
  readonly objects?: Readonly<Record<string, readonly object[]>>;
  readonly settings?: Partial<Settings>;
  readonly before?: object | null;
  readonly tag?: string | null;
  readonly now?: number;
  readonly progress?: (text: string) => void;
}

/** A context over a gateway and objects made by hand. A request nobody expects is answered 404. */
export function contextOf(parts: ContextParts): never {
  const { replies = {}, objects = {} } = parts;
  const request = async (url: string, asked: HttpRequest = {}): Promise<HttpAnswer> => {
    const route = `${asked.method ?? 'GET'} ${url.replace('http://gateway', '').replace('http://', '')}`;
    const found: Replies[string] = replies[route] ?? {
      status: 404,
      body: { message: `Not found: ${route}` },
    };
    const {
      status = 200,
      headers = {},
      body = '',
    } = (typeof found === 'function' ? found(asked) : found) as Reply;
    const bytes =
      typeof body === 'string'
        ? Buffer.from(body)
        : body instanceof Uint8Array
          ? Buffer.from(body)
          : Buffer.from(JSON.stringify(body));
    return { status, headers, body: bytes, cut: false };
  };
  return {
    subject: subjectOf({
      namespace: 'sie',
      release: 'sie',
      tag: parts.tag === undefined ? 'v0.3.1' : parts.tag,
    }),
    endpoint: endpointAt(sie, 'http://gateway', null),
    settings: { ...noSettings, ...parts.settings },
    before: parts.before ?? null,
    now: parts.now ?? Date.parse('2026-06-10T03:00:00Z'),
    http: { request },
    kubernetes: { namespace: 'sie', list: async (kind: string) => objects[kind] ?? [] },
    signal: new AbortController().signal,
    progress: parts.progress ?? (() => {}),
  } as never;
}

export const healthOf = (workers: readonly object[], over: object = {}): Reply => ({
  body: {
    status: workers.length > 0 ? 'healthy' : 'degraded',
    type: 'gateway',
    configured_gpu_types: ['l4'],
    live_gpu_types: workers.length > 0 ? ['l4'] : [],
    cluster: { worker_count: workers.length, gpu_count: workers.length, models_loaded: 1, total_qps: 0 },
    workers,
    models: [],
    ...over,
  },
});

export const workerOf = (name: string, over: object = {}): object => ({
  name,
  url: 'http://10.0.0.9:8080',
  gpu: 'l4',
  healthy: true,
  bundle: 'default',
  bundle_config_hash: 'ab12',
  ...over,
});

export const modelsReply = (...names: readonly string[]): Reply => ({
  body: { models: names.map((name) => ({ name, bundles: ['default'], worker_count: 1, loaded: true })) },
});

export const poolSet = (pool: string, replicas: number, template: object = {}): object => ({
  metadata: {
    name: `sie-worker-${pool}`,
    labels: {
      'sie.superlinked.com/pool': pool,
      'sie.superlinked.com/machine-profile': pool,
      'sie.superlinked.com/bundle': 'default',
      'app.kubernetes.io/instance': 'sie',
    },
  },
  spec: { replicas, template: { spec: { containers: [{ name: 'worker' }], ...template } } },
});

export const podOf = (name: string, ip: string, labels: object = {}): object => ({
  metadata: { name, labels },
  spec: { containers: [{ name: 'main', ports: [{ name: 'http', containerPort: 8080 }] }] },
  status: { phase: 'Running', podIP: ip },
});

export const serviceOf = (name: string, clusterIP: string): object => ({
  metadata: { name },
  spec: { clusterIP, ports: [{ name: 'http', port: 8080 }] },
});

import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';

const folder = '/var/run/secrets/kubernetes.io/serviceaccount';
const requestMs = 10_000;

/** An answer of the API server that is no success. */
export class KubeError extends Error {
  override readonly name = 'KubeError';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Requests to the API server; `null` for what is not there. Throws `KubeError`. */
export interface KubeClient {
  get<T>(path: string): Promise<T | null>;
  create(path: string, object: object): Promise<void>;
  /** JSON merge patch. */
  patch(path: string, content: object): Promise<void>;
}

/** The API server as a pod reaches it, with the token of its service account, which is read anew each time. */
export class PodKubeClient implements KubeClient, Disposable {
  readonly #agent: Agent;
  readonly #host: string;
  readonly #port: string;

  constructor(env: Readonly<Record<string, string | undefined>>) {
    this.#host = env.KUBERNETES_SERVICE_HOST ?? 'kubernetes.default.svc';
    this.#port = env.KUBERNETES_SERVICE_PORT ?? '443';
    this.#agent = new Agent({ ca: readFileSync(`${folder}/ca.crt`), keepAlive: true, maxSockets: 4 });
  }

  async get<T>(path: string): Promise<T | null> {
    try {
      return JSON.parse(await this.#ask('GET', path)) as T;
    } catch (error) {
      if (error instanceof KubeError && error.status === 404) return null;
      throw error;
    }
  }

  async create(path: string, object: object): Promise<void> {
    await this.#ask('POST', path, JSON.stringify(object), 'application/json');
  }

  async patch(path: string, content: object): Promise<void> {
    await this.#ask('PATCH', path, JSON.stringify(content), 'application/merge-patch+json');
  }

  #ask(method: string, path: string, body?: string, type?: string): Promise<string> {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const sent = request(
      {
        host: this.#host,
        port: this.#port,
        path,
        method,
        agent: this.#agent,
        timeout: requestMs,
        headers: {
          authorization: `Bearer ${readFileSync(`${folder}/token`, 'utf8').trim()}`,
          ...(body !== undefined && { 'content-type': type, 'content-length': Buffer.byteLength(body) }),
        },
      },
      (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(parts).toString('utf8');
          const status = response.statusCode ?? 0;
          if (status >= 200 && status < 300) resolve(text);
          else reject(new KubeError(status, `${method} ${path}: ${status} ${text.slice(0, 300)}`));
        });
      },
    );
    sent.on('timeout', () => sent.destroy(new Error(`${method} ${path}: no answer in ${requestMs} ms`)));
    sent.on('error', reject);
    sent.end(body);
    return promise;
  }

  [Symbol.dispose](): void {
    this.#agent.destroy();
  }
}

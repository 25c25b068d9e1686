import { readFile } from 'node:fs/promises';
import { request } from 'node:https';

const account = '/var/run/secrets/kubernetes.io/serviceaccount';
const TIMEOUT_MS = 10_000;

export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: answers of the API server are read where they are used.
  readonly body: any;
}

/** The API server, as a pod with a service account reaches it. */
export class Kubernetes {
  readonly namespace: string;
  readonly #host: string;
  readonly #port: string;
  readonly #ca: Buffer;

  private constructor(namespace: string, host: string, port: string, ca: Buffer) {
    this.namespace = namespace;
    this.#host = host;
    this.#port = port;
    this.#ca = ca;
  }

  static async inCluster(): Promise<Kubernetes> {
    const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port } = process.env;
    if (!host || !port) throw new TypeError('Not in a cluster: KUBERNETES_SERVICE_HOST is not set.');
    const namespace = await readFile(`${account}/namespace`, 'utf8');
    return new Kubernetes(namespace, host, port, await readFile(`${account}/ca.crt`));
  }

  async call(method: string, path: string, body?: unknown, type = 'application/json'): Promise<Answer> {
    const token = await readFile(`${account}/token`, 'utf8');
    const content = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
    return new Promise((resolve, reject) => {
      const sent = request(
        {
          host: this.#host,
          port: this.#port,
          ca: this.#ca,
          method,
          path,
          timeout: TIMEOUT_MS,
          headers: {
            authorization: `Bearer ${token}`,
            accept: 'application/json',
            ...(content && { 'content-type': type, 'content-length': content.length }),
          },
        },
        (response) => {
          const parts: Buffer[] = [];
          response.on('data', (part: Buffer) => parts.push(part));
          response.on('error', reject);
          response.on('end', () => {
            const text = Buffer.concat(parts).toString('utf8');
            resolve({ status: response.statusCode ?? 0, body: parseOr(text) });
          });
        },
      );
      sent.on('timeout', () => sent.destroy(new Error('the API server did not answer in time')));
      sent.on('error', reject);
      sent.end(content);
    });
  }
}

function parseOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

import { readFile } from 'node:fs/promises';
import { Agent, request } from 'undici';
import { parse } from 'yaml';
import { FixtureError } from '../toolchain/fixture-error.ts';

interface Kubeconfig {
  readonly clusters: readonly { readonly cluster: Readonly<Record<string, string>> }[];
  readonly users: readonly { readonly user: Readonly<Record<string, string>> }[];
}

/** What the API said. */
export interface ApiAnswer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: the body of any Kubernetes resource
  readonly body: any;
}

const timeoutMs = 10_000;

/**
 * The few requests that setting a cluster up takes, without the weight of a
 * whole client: one kubeconfig with certificates in it, JSON in and out.
 */
export class ClusterApi implements AsyncDisposable {
  private readonly agent: Agent;
  readonly server: string;

  constructor(server: string, tls: { ca: string; cert: string; key: string }) {
    this.server = server;
    this.agent = new Agent({ connect: tls, connectTimeout: timeoutMs });
  }

  static async fromKubeconfig(path: string): Promise<ClusterApi> {
    const config = parse(await readFile(path, 'utf8')) as Kubeconfig;
    const cluster = config.clusters[0]?.cluster;
    const user = config.users[0]?.user;
    const decoded = (from: Readonly<Record<string, string>> | undefined, key: string) =>
      Buffer.from(from?.[key] ?? '', 'base64').toString();
    return new ClusterApi(cluster?.server ?? '', {
      ca: decoded(cluster, 'certificate-authority-data'),
      cert: decoded(user, 'client-certificate-data'),
      key: decoded(user, 'client-key-data'),
    });
  }

  /** Any answer of the server is a value; only a failed connection throws. */
  async call(
    method: 'GET' | 'PATCH' | 'DELETE',
    path: string,
    body?: unknown,
    type?: string,
  ): Promise<ApiAnswer> {
    const answer = await request(`${this.server}${path}`, {
      method,
      dispatcher: this.agent,
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': type ?? 'application/json' } }),
    });
    const text = await answer.body.text();
    const isJson = String(answer.headers['content-type']).startsWith('application/json');
    return { status: answer.statusCode, body: isJson ? JSON.parse(text) : text };
  }

  /** Server-side apply of one object at its path. */
  async apply(path: string, object: unknown): Promise<void> {
    const query = 'fieldManager=seatrial-cluster&force=true';
    const answer = await this.call('PATCH', `${path}?${query}`, object, 'application/apply-patch+yaml');
    expectSuccess(answer, `apply ${path}`);
  }

  async patch(path: string, operations: readonly object[]): Promise<void> {
    const answer = await this.call('PATCH', path, operations, 'application/json-patch+json');
    expectSuccess(answer, `patch ${path}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.agent.destroy();
  }
}

function expectSuccess(answer: ApiAnswer, what: string): void {
  if (answer.status < 300) return;
  const said = answer.body?.message ?? answer.body;
  throw new FixtureError('unavailable', `The cluster refused to ${what}: ${answer.status} ${said}`);
}

import { ProbeError } from '../probe-error.ts';
import { dockerHub, imageName, isLoopback } from './image-name.ts';
import type { ImageAnswer, RegistryCredentials, RegistryProbe } from './probe.ts';

const requestSeconds = 10;
/** Tokens are a few kilobytes; what is longer is no token. */
const mostTokenBytes = 256 * 1024;

const manifestTypes = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

/** Registries over HTTPS, and over HTTP where they are on this machine (OCI distribution specification 1.1). */
export class HttpRegistry implements RegistryProbe {
  readonly #fetch: typeof fetch;

  constructor(fetcher: typeof fetch = fetch) {
    this.#fetch = fetcher;
  }

  async find(image: string, credentials?: RegistryCredentials, signal?: AbortSignal): Promise<ImageAnswer> {
    const { registry, repository, reference } = imageName(image);
    const host = registry === dockerHub ? 'registry-1.docker.io' : registry;
    const url = `${isLoopback(host) ? 'http' : 'https'}://${host}/v2/${repository}/manifests/${reference}`;
    const ask = (authorization?: string) =>
      this.#request(registry, url, 'HEAD', signal, {
        accept: manifestTypes,
        ...(authorization && { authorization }),
      });
    let answer = await ask();
    if (answer.status === 401) {
      const authorization = await this.#authorize(answer, registry, repository, credentials, signal);
      if (authorization !== null) answer = await ask(authorization);
    }
    return judged(answer, registry, reference);
  }

  /** The header that the registry's challenge asks for; null where we have nothing to give. Throws `ProbeError`. */
  async #authorize(
    refusal: Response,
    registry: string,
    repository: string,
    credentials: RegistryCredentials | undefined,
    signal: AbortSignal | undefined,
  ): Promise<string | null> {
    const challenge = refusal.headers.get('www-authenticate') ?? '';
    const basic = credentials && `Basic ${base64(`${credentials.username}:${credentials.password}`)}`;
    if (/^basic/i.test(challenge)) return basic ?? null;
    const asked = Object.fromEntries(
      [...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, value]) => [key!.toLowerCase(), value!]),
    );
    if (!/^bearer/i.test(challenge) || asked.realm === undefined || !URL.canParse(asked.realm)) return null;
    const realm = new URL(asked.realm);
    // Credentials go over the network encrypted, or not at all.
    if (realm.protocol !== 'https:' && !isLoopback(realm.host)) return null;
    if (asked.service !== undefined) realm.searchParams.set('service', asked.service);
    realm.searchParams.set('scope', asked.scope ?? `repository:${repository}:pull`);
    const answer = await this.#request(registry, realm.href, 'GET', signal, {
      ...(basic && { authorization: basic }),
    });
    if (answer.status === 401 || answer.status === 403) return null;
    const token = answer.ok ? tokenIn(await bounded(answer)) : null;
    if (token === null)
      throw new ProbeError(
        'bad-answer',
        `${realm.host} answered ${answer.status} and no token for ${registry}`,
      );
    return `Bearer ${token}`;
  }

  async #request(
    registry: string,
    url: string,
    method: 'GET' | 'HEAD',
    signal: AbortSignal | undefined,
    headers: Record<string, string>,
  ): Promise<Response> {
    const limit = AbortSignal.timeout(requestSeconds * 1000);
    const ending = signal ? AbortSignal.any([signal, limit]) : limit;
    try {
      return await this.#fetch(url, { method, headers, signal: ending });
    } catch (error) {
      const why = limit.aborted ? 'timeout' : 'unreachable';
      throw new ProbeError(why, `registry ${registry} cannot be reached from here`, error);
    }
  }
}

function judged(answer: Response, registry: string, reference: string): ImageAnswer {
  const { status } = answer;
  if (status === 200) {
    const digest = answer.headers.get('docker-content-digest') ?? (reference.includes(':') ? reference : '');
    return { there: true, digest };
  }
  const seen = `${registry} answered ${status}`;
  if (status === 404) return { there: false, why: 'missing', seen };
  if (status === 401 || status === 403) return { there: false, why: 'refused', seen };
  throw new ProbeError(status === 429 ? 'throttled' : 'server-error', seen);
}

async function bounded(answer: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer.body ?? []) {
    size += chunk.byteLength;
    if (size > mostTokenBytes) return '';
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function tokenIn(body: string): string | null {
  try {
    const { token, access_token: other } = JSON.parse(body) as { token?: unknown; access_token?: unknown };
    const found = token ?? other;
    return typeof found === 'string' && found !== '' ? found : null;
  } catch {
    return null;
  }
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');

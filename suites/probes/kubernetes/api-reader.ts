import type { KubeConfig } from '@kubernetes/client-node';
import { ProbeError } from '../probe-error.ts';
import { accessTo } from './api-access.ts';
import { asProbeError, statusOf } from './api-error.ts';
import type { ClusterReader, Kind, Kinds } from './reader.ts';
import { within } from './request-options.ts';

const requestSeconds = 10;
const pageSize = 500;
/** 50 000 objects of one kind in one namespace: more is not what a check can judge. */
const mostPages = 100;

/** Reads through the API server, each request bounded to 10 s and 500 objects. */
export class ApiReader implements ClusterReader {
  readonly namespace: string;
  readonly #access: ReturnType<typeof accessTo>;
  readonly #signal: AbortSignal | undefined;

  constructor(config: KubeConfig, namespace: string, signal?: AbortSignal) {
    this.namespace = namespace;
    this.#access = accessTo(config);
    this.#signal = signal;
  }

  async list<K extends Kind>(kind: K, options: { labels?: string } = {}): Promise<Kinds[K][]> {
    const what = `list ${kind} in ${this.namespace}`;
    const items: Kinds[K][] = [];
    let after: string | undefined;
    for (let page = 0; page < mostPages; page++) {
      const request = {
        namespace: this.namespace,
        limit: pageSize,
        ...(options.labels && { labelSelector: options.labels }),
        ...(after && { _continue: after }),
      };
      try {
        const answer = await this.#access[kind].list(request, within(requestSeconds, this.#signal));
        items.push(...answer.items);
        after = answer.metadata?._continue;
      } catch (error) {
        if (statusOf(error) === 404) return [];
        throw asProbeError(what, error);
      }
      if (!after) return items;
    }
    throw new ProbeError('bad-answer', `${what}: more than ${mostPages * pageSize} objects`);
  }

  async get<K extends Kind>(kind: K, name: string): Promise<Kinds[K] | null> {
    try {
      return await this.#access[kind].get(
        { namespace: this.namespace, name },
        within(requestSeconds, this.#signal),
      );
    } catch (error) {
      if (statusOf(error) === 404) return null;
      throw asProbeError(`get ${kind}/${name} in ${this.namespace}`, error);
    }
  }
}

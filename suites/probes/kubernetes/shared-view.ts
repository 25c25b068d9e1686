import type { ClusterReader, Kind, Kinds } from './reader.ts';

interface Listing {
  readonly startedAt: number;
  readonly items: Promise<readonly unknown[]>;
}

/** One view of the cluster for all checks of a run: a listing that one of them asked for serves the others too. */
export class SharedView {
  readonly #source: ClusterReader;
  readonly #now: () => number;
  readonly #listings = new Map<string, Listing>();

  /** `now` in milliseconds. */
  constructor(source: ClusterReader, now: () => number) {
    this.#source = source;
    this.#now = now;
  }

  /** A reader that takes listings begun at most so long ago; 0 reads each afresh. Single objects are always read afresh. */
  reader(maxAgeMs: number): ClusterReader {
    const source = this.#source;
    return {
      namespace: source.namespace,
      get: (kind, name) => source.get(kind, name),
      list: <K extends Kind>(kind: K, options: { labels?: string } = {}) =>
        this.#listing(kind, options.labels, maxAgeMs) as Promise<Kinds[K][]>,
    };
  }

  async #listing(kind: Kind, labels: string | undefined, maxAgeMs: number): Promise<unknown[]> {
    const key = `${kind} ${labels ?? ''}`;
    const known = this.#listings.get(key);
    const now = this.#now();
    if (known && now - known.startedAt <= maxAgeMs && maxAgeMs > 0) return [...(await known.items)];
    const items = this.#source.list(kind, labels === undefined ? {} : { labels });
    this.#listings.set(key, { startedAt: now, items });
    // What could not be read is asked again, and nothing stale is kept for it.
    items.catch(() => this.#listings.get(key)?.items === items && this.#listings.delete(key));
    return [...(await items)];
  }
}

const REMEMBERED_MS = 120_000;

interface Asked {
  readonly profile: string;
  readonly bundle: string;
  at: number;
}

/** What was asked for of late and could not be served: the vendor's KEDA trigger. */
export class Demand {
  readonly #asked = new Map<string, Asked>();

  note(profile: string, bundle: string): void {
    this.#asked.set(`${profile}/${bundle}`, { profile, bundle, at: performance.now() });
  }

  /** It is served again. */
  clear(bundle: string): void {
    for (const [key, asked] of this.#asked) if (asked.bundle === bundle) this.#asked.delete(key);
  }

  list(): readonly { profile: string; bundle: string }[] {
    const oldest = performance.now() - REMEMBERED_MS;
    return [...this.#asked.values()].filter(({ at }) => at >= oldest);
  }
}

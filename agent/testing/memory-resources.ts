import type { CustomResource, CustomResources, Invalid, Replaced } from '../resources/custom-resources.ts';

/** A kind in memory, with the API server's manners: resource versions, conflicts, not found. */
export class MemoryResources<T extends CustomResource> implements CustomResources<T> {
  readonly objects = new Map<string, T>();
  /** Called before each write; a test throws in it, or writes itself in between. */
  beforeWrite: (object: T) => void = () => {};
  /** Called after each write; a test that throws in it makes the answer get lost. */
  afterWrite: (object: T) => void = () => {};
  #version = 0;

  #key = (namespace: string, name: string): string => `${namespace}/${name}`;
  #stamped = (object: T): T => {
    const resourceVersion = String(++this.#version);
    return structuredClone({ ...object, metadata: { ...object.metadata, resourceVersion } });
  };

  async get(namespace: string, name: string): Promise<T | null> {
    return structuredClone(this.objects.get(this.#key(namespace, name)) ?? null);
  }

  async list(namespace: string, labels?: string): Promise<T[]> {
    const [label, value] = labels?.split('=') ?? [];
    return [...this.objects.values()]
      .filter(({ metadata }) => metadata.namespace === namespace)
      .filter(({ metadata }) => label === undefined || metadata.labels?.[label] === value)
      .map((object) => structuredClone(object));
  }

  async create(object: T): Promise<'created' | 'exists'> {
    const key = this.#key(object.metadata.namespace, object.metadata.name);
    if (this.objects.has(key)) return 'exists';
    const uid = `uid-${this.#version + 1}`;
    const creationTimestamp = new Date(this.#version * 1000).toISOString();
    this.objects.set(
      key,
      this.#stamped({ ...object, metadata: { ...object.metadata, uid, creationTimestamp } }),
    );
    return 'created';
  }

  async replace(object: T): Promise<Replaced<T>> {
    this.beforeWrite(object);
    const key = this.#key(object.metadata.namespace, object.metadata.name);
    const stored = this.objects.get(key);
    if (!stored) return 'gone';
    if (stored.metadata.resourceVersion !== object.metadata.resourceVersion) return 'conflict';
    const written = this.#stamped(object);
    this.objects.set(key, written);
    this.afterWrite(written);
    return structuredClone(written);
  }

  replaceStatus(object: T): Promise<Replaced<T>> {
    return this.replace(object);
  }

  async tell({ metadata }: Invalid['stored'], status: object): Promise<void> {
    this.touch(metadata.namespace, metadata.name, (object) => ({ ...object, status }));
  }

  async delete(namespace: string, name: string): Promise<void> {
    this.objects.delete(this.#key(namespace, name));
  }

  /** A write by somebody else: the version moves on. */
  touch(namespace: string, name: string, change: (object: T) => T = (object) => object): void {
    const key = this.#key(namespace, name);
    this.objects.set(key, this.#stamped(change(this.objects.get(key)!)));
  }
}

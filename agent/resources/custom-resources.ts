import type { Metadata } from './meta.ts';

export interface CustomResource {
  readonly metadata: Metadata;
}

/** An object that does not fit its schema: the first thing wrong with it, and the object as it is stored. */
export interface Invalid {
  readonly invalid: string;
  readonly stored: CustomResource & { readonly status?: unknown };
}

/** Replaced only where nobody else wrote in between: `conflict` otherwise, `gone` where there is no such object. */
export type Replaced<T> = T | 'conflict' | 'gone';

/**
 * One kind of ours, as stored. Objects come validated; one that does not fit its schema is reported by `get` and
 * left out of `list`. Every call is bounded in time; throws `ProbeError` where there is no usable answer.
 */
export interface CustomResources<T extends CustomResource> {
  get(namespace: string, name: string): Promise<T | Invalid | null>;
  list(namespace: string, labels?: string): Promise<T[]>;
  create(object: T): Promise<'created' | 'exists'>;
  /** Compare and swap by `metadata.resourceVersion`. */
  replace(object: T): Promise<Replaced<T>>;
  /** Like `replace`, for the status alone. */
  replaceStatus(object: T): Promise<Replaced<T>>;
  /** Writes the status of an object that is not valid; nothing where somebody else wrote in between. */
  tell(stored: Invalid['stored'], status: object): Promise<void>;
  delete(namespace: string, name: string): Promise<void>;
}

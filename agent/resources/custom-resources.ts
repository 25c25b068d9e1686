import type { Metadata } from './meta.ts';

export interface CustomResource {
  readonly metadata: Metadata;
}

/** Replaced only where nobody else wrote in between: `conflict` otherwise, `gone` where there is no such object. */
export type Replaced<T> = T | 'conflict' | 'gone';

/**
 * One kind of ours, as stored. Objects come validated; one that does not fit its schema is reported by `get` and
 * left out of `list`. Every call is bounded in time; throws `ProbeError` where there is no usable answer.
 */
export interface CustomResources<T extends CustomResource> {
  get(namespace: string, name: string): Promise<T | { readonly invalid: string } | null>;
  list(namespace: string, labels?: string): Promise<T[]>;
  create(object: T): Promise<'created' | 'exists'>;
  /** Compare and swap by `metadata.resourceVersion`. */
  replace(object: T): Promise<Replaced<T>>;
  /** Like `replace`, for the status alone. */
  replaceStatus(object: T): Promise<Replaced<T>>;
  delete(namespace: string, name: string): Promise<void>;
}

import type { Platform } from '../platform.ts';
import { operatorAtWork } from './at-work.ts';
import { inventory } from './inventory.ts';
import { suites } from './suites.ts';
import { tagOf } from './tag.ts';

/** Wordcab, self-hosted: sources are its Upgrades & rollback page and its API's. What no page says: assumptions.md. */
export const wordcab: Platform = {
  name: 'wordcab',
  title: 'Wordcab',
  tagOf,
  defaultUrl: (namespace, release) => `http://${release}-api.${namespace}.svc:8000`,
  headers: (apiKey) => ({ ...(apiKey !== null && { authorization: `Bearer ${apiKey}` }) }),
  // No health path is published; listing models is documented, and costs no GPU.
  statusPath: '/v1/models',
  suites,
  workloads: [],
  performance: null,
  inventory,
  operator: { kinds: ['wordcabdeployments', 'wordcabpools'], atWork: operatorAtWork },
};

import { platformGuards } from '../guards.ts';
import type { Platform } from '../platform.ts';
import { workload } from '../workload.ts';
import { operatorAtWork } from './at-work.ts';
import guards from './guards.json' with { type: 'json' };
import { inventory } from './inventory.ts';
import { suites } from './suites.ts';
import { tagOf } from './tag.ts';
import chat from './workloads/chat.json' with { type: 'json' };
import embeddings from './workloads/embeddings.json' with { type: 'json' };
import speech from './workloads/speech.json' with { type: 'json' };

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
  workloads: [chat, embeddings, speech].map((file) => workload.parse(file)),
  performance: null,
  guards: platformGuards.parse(guards),
  inventory,
  operator: { kinds: ['wordcabdeployments', 'wordcabpools'], atWork: operatorAtWork },
};

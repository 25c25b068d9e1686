import { performance } from '../performance.ts';
import type { Platform } from '../platform.ts';
import { workload } from '../workload.ts';
import { goLive } from './go-live.ts';
import { inventory } from './inventory.ts';
import performanceTable from './performance.json' with { type: 'json' };
import { suites } from './suites.ts';
import { tagOf } from './tag.ts';
import ttsOverWebSocket from './workloads/tts-websocket.json' with { type: 'json' };

/** Cartesia, self-hosted: sources are its Managed Kubernetes and Upgrades and Rollback pages. */
export const cartesia: Platform = {
  name: 'cartesia',
  title: 'Cartesia',
  tagOf,
  defaultUrl: (namespace, release) => `http://${release}-api-server.${namespace}.svc:5000`,
  headers: (apiKey) => ({
    'cartesia-version': '2025-04-16',
    'x-seatrial': 'true',
    ...(apiKey !== null && { 'x-api-key': apiKey }),
  }),
  statusPath: '/status',
  // An API that drains is not ready, and still serves: readiness is no user's request.
  rolloutRequest: { path: '/voices?limit=1' },
  suites,
  workloads: [workload.parse(ttsOverWebSocket)],
  performance: performance.parse(performanceTable),
  inventory,
  goLive,
};

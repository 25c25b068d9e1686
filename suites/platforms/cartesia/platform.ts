import { platformGuards } from '../guards.ts';
import { performance } from '../performance.ts';
import type { Platform } from '../platform.ts';
import { workload } from '../workload.ts';
import { goLive } from './go-live.ts';
import guards from './guards.json' with { type: 'json' };
import { inventory } from './inventory.ts';
import performanceTable from './performance.json' with { type: 'json' };
import { suites } from './suites.ts';
import { tagOf } from './tag.ts';
import stt from './workloads/stt.json' with { type: 'json' };
import sttStream from './workloads/stt-stream.json' with { type: 'json' };
import ttsBytes from './workloads/tts-bytes.json' with { type: 'json' };
import ttsSse from './workloads/tts-sse.json' with { type: 'json' };
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
  workloads: [ttsOverWebSocket, ttsBytes, ttsSse, stt, sttStream].map((file) => workload.parse(file)),
  performance: performance.parse(performanceTable),
  guards: platformGuards.parse(guards),
  inventory,
  goLive,
};

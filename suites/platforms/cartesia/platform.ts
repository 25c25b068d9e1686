import { imagesOnTag } from '../../checks/images-on-tag.ts';
import { podsReady } from '../../checks/pods-ready.ts';
import { blocking, type Suite } from '../../suite.ts';
import { performance } from '../performance.ts';
import type { Platform } from '../platform.ts';
import { workload } from '../workload.ts';
import { apiStatus } from './checks/api-status.ts';
import { ttsBytes } from './checks/tts-bytes.ts';
import { ttsWebSocket } from './checks/tts-websocket.ts';
import { voices } from './checks/voices.ts';
import performanceTable from './performance.json' with { type: 'json' };
import ttsOverWebSocket from './workloads/tts-websocket.json' with { type: 'json' };

/** A release tag pins every component of the chart: `sonic-YYYYMMDD` (Upgrades and Rollback, Release tags). */
export function tagOf(image: string): string | null {
  return /:(sonic-\d{8})(?:@|$)/.exec(image)?.[1] ?? null;
}

const verifyEntries = [blocking(imagesOnTag(tagOf)), blocking(podsReady), blocking(apiStatus)];
const smokeEntries = [blocking(voices), blocking(ttsBytes), blocking(ttsWebSocket)];

const verify: Suite = { name: 'verify', title: 'Verify checklist', entries: verifyEntries };
const smoke: Suite = { name: 'smoke', title: 'Smoke tests', entries: smokeEntries };
const rollback: Suite = {
  name: 'rollback',
  title: 'The rollback verified',
  entries: [...verifyEntries, ...smokeEntries],
};

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
  suites: { verify, smoke, rollback },
  workloads: [workload.parse(ttsOverWebSocket)],
  performance: performance.parse(performanceTable),
};

import { platformGuards } from '../guards.ts';
import type { Platform } from '../platform.ts';
import { workload } from '../workload.ts';
import { forwardOnly } from './forward-only.ts';
import guards from './guards.json' with { type: 'json' };
import { inventory } from './inventory.ts';
import { labelsOf } from './parts.ts';
import { suites } from './suites.ts';
import { tagOf } from './version.ts';
import encode from './workloads/encode.json' with { type: 'json' };
import score from './workloads/score.json' with { type: 'json' };

const evals = "the vendor's own gate, superlinked.com/docs/evals";

/** The Superlinked Inference Engine (SIE): its Upgrade Runbook, and its public repository (superlinked/sie). */
export const sie: Platform = {
  name: 'sie',
  title: 'SIE',
  tagOf,
  // The chart's own name; overrides make others (values-gke.yaml: sie-gateway), which are found by their labels.
  defaultUrl: (namespace, release) =>
    `http://${release.includes('sie-cluster') ? release : `${release}-sie-cluster`}-gateway.${namespace}.svc:8080`,
  apiService: (release) => labelsOf('gateway', release),
  headers: (apiKey) => ({
    'x-seatrial': 'true',
    ...(apiKey !== null && { authorization: `Bearer ${apiKey}` }),
  }),
  statusPath: '/readyz',
  // A gateway that drains is not ready, and still serves: readiness is no user's request. This one wakes no pool.
  rolloutRequest: { path: '/v1/models' },
  suites,
  workloads: [encode, score].map((file) => workload.parse(file)),
  performance: null,
  gates: {
    quality: { share: 0.99, source: evals },
    latency: { share: 2.5, source: evals },
  },
  guards: platformGuards.parse(guards),
  inventory,
  forwardOnly,
  scalesToZero: true,
};

import { BucketModel } from './bucket-model.ts';
import type { ServiceModel } from './service-model.ts';
import { SharingModel } from './sharing-model.ts';
import { SlotsModel } from './slots-model.ts';
import { SteadyModel } from './steady-model.ts';

/** A service with what is known of it in advance. */
export type StandIn = {
  readonly make: (uniform: () => number) => ServiceModel;
  /** Limit of the response time that the SLO sets. */
  readonly sloMs: number;
  /** Where more load brings no more throughput: streams of a closed loop, requests a second; null without a limit. */
  readonly knee: { readonly streams: number; readonly rate: number } | null;
};

/** One stand-in of each kind; all times are `pace` times as long, and the limits change with the numbers given. */
export const standIns = {
  /** N streams wait N · 50 ms / slots on average, each a whole number of 50 ms while the slots march in step. */
  slots: ({ slots = 12, spread = 0.05, pace = 1, slack = 1.75 } = {}): StandIn => ({
    make: (uniform) => new SlotsModel({ slots, serviceSeconds: 0.05 * pace, spread }, uniform),
    sloMs: 50 * pace * slack,
    knee: { streams: slots, rate: slots / (0.05 * pace) },
  }),
  /** N streams take N · 40 ms / full. */
  sharing: ({ full = 20, spread = 0.05, pace = 1, slack = 2.3 } = {}): StandIn => ({
    make: (uniform) => new SharingModel({ full, serviceSeconds: 0.04 * pace, spread }, uniform),
    sloMs: 40 * pace * slack,
    knee: { streams: full, rate: full / (0.04 * pace) },
  }),
  /** N streams ask for N / 100 ms: each answer comes at the second beat of 50 ms. Over the limit: 429. */
  bucket: ({ perSecond = 250, pace = 1 } = {}): StandIn => ({
    make: () =>
      new BucketModel({ perSecond: perSecond / pace, burst: perSecond * 0.2, beatSeconds: 0.05 * pace }),
    sloMs: 300 * pace,
    knee: { streams: perSecond * 0.1, rate: perSecond / pace },
  }),
  /** Answers in 30 ms, always. */
  tireless: ({ pace = 1 } = {}): StandIn => ({
    make: (uniform) => new SteadyModel({ serviceSeconds: 0.03 * pace, spread: 0.1 }, uniform),
    sloMs: 60 * pace,
    knee: null,
  }),
  /** Answers in 30 ms where 20 are wanted. */
  hopeless: ({ pace = 1 } = {}): StandIn => ({
    make: (uniform) => new SteadyModel({ serviceSeconds: 0.03 * pace, spread: 0.1 }, uniform),
    sloMs: 20 * pace,
    knee: null,
  }),
} as const;

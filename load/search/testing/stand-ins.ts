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
  /** Streams of a closed loop: the most that keep the SLO, and where throughput stops to grow; null without one. */
  readonly streams: { readonly slo: number | null; readonly knee: number | null };
  /** Requests a second: the most that the service can do. */
  readonly rate: number | null;
};

/** One stand-in of each kind; all times are `pace` times as long, and the limits change with the numbers given. */
export const standIns = {
  /** N streams wait N · 50 ms / slots. */
  slots: ({ slots = 12, spread = 0.05, pace = 1, slack = 1.75 } = {}): StandIn => ({
    make: (uniform) => new SlotsModel({ slots, serviceSeconds: 0.05 * pace, spread }, uniform),
    sloMs: 50 * pace * slack,
    streams: { slo: slots * slack, knee: slots },
    rate: slots / (0.05 * pace),
  }),
  /** N streams take N · 40 ms / full. */
  sharing: ({ full = 20, spread = 0.05, pace = 1, slack = 2.3 } = {}): StandIn => ({
    make: (uniform) => new SharingModel({ full, serviceSeconds: 0.04 * pace, spread }, uniform),
    sloMs: 40 * pace * slack,
    streams: { slo: full * slack, knee: full },
    rate: full / (0.04 * pace),
  }),
  /** N streams ask for N / 100 ms: each answer comes at the second beat of 50 ms. Over the limit: 429. */
  bucket: ({ perSecond = 250, pace = 1 } = {}): StandIn => ({
    make: () =>
      new BucketModel({ perSecond: perSecond / pace, burst: perSecond * 0.2, beatSeconds: 0.05 * pace }),
    sloMs: 150 * pace,
    streams: { slo: (perSecond / pace) * 0.1 * pace, knee: (perSecond / pace) * 0.1 * pace },
    rate: perSecond / pace,
  }),
  /** Answers in 30 ms, always. */
  tireless: ({ pace = 1 } = {}): StandIn => ({
    make: (uniform) => new SteadyModel({ serviceSeconds: 0.03 * pace, spread: 0.1 }, uniform),
    sloMs: 60 * pace,
    streams: { slo: null, knee: null },
    rate: null,
  }),
  /** Answers in 30 ms where 20 are wanted. */
  hopeless: ({ pace = 1 } = {}): StandIn => ({
    make: (uniform) => new SteadyModel({ serviceSeconds: 0.03 * pace, spread: 0.1 }, uniform),
    sloMs: 20 * pace,
    streams: { slo: 0, knee: null },
    rate: 0,
  }),
} as const;

import { z } from 'zod';
import { backgroundSchema, stoppedBySchema } from './guards.ts';

const whole = z.int().nonnegative();
const byName = z.record(z.string(), whole);

/** What the engine counted in a stretch of time (`xk6-seatrial/internal/tally`). */
export const tallySchema = z.object({
  counts: z.object({
    started: whole,
    complete: whole,
    failed: whole,
    good: whole,
    characters: whole,
    inputSeconds: z.number(),
    audioSeconds: z.number(),
    audioBytes: whole,
    promptTokens: whole,
    outputTokens: whole,
    tokensTold: whole,
    textEvents: whole,
    items: whole,
    connections: whole,
    reads: whole,
    unmeasured: whole,
  }),
  shares: z.object({
    requests: z.number(),
    good: z.number(),
    characters: z.number(),
    inputSeconds: z.number(),
    audioSeconds: z.number(),
    promptTokens: z.number(),
    outputTokens: z.number(),
    textEvents: z.number(),
    items: z.number(),
  }),
  errors: byName,
  statuses: byName,
  samples: z.array(z.string()),
  histograms: z.record(z.string(), z.string()),
  audit: z.object({
    wallSeconds: z.number(),
    cpuSeconds: z.number(),
    gcSeconds: z.number().default(0),
    throttledSeconds: z.number().nullable(),
    cpuLimit: z.number(),
    schedulerLag: z.number(),
    stalledSeconds: z.number(),
    schedulerWait: z.number(),
    gcPause: z.number(),
    residentBytes: z.number(),
    lateStarts: whole.default(0),
    kernelReads: whole.default(0),
    userReads: whole.default(0),
    doubtfulReads: whole.default(0),
    clockSteps: whole.default(0),
    socketErrors: whole.default(0),
    bytesIn: whole.default(0),
    bytesOut: whole.default(0),
    segments: whole.default(0),
    resentSegments: whole.default(0),
    bytesPeak: z.number().default(0),
    linkBytes: z.number().nullable().default(null),
  }),
});
export type Tally = z.infer<typeof tallySchema>;

const start = z.object({
  kind: z.literal('start'),
  seq: whole,
  run: z.string(),
  wall: z.string(),
  engine: z.string(),
  clock: z.enum(['user-space', 'kernel']),
  /** In words. */
  levels: z.array(z.string()),
});
const interval = z.object({
  kind: z.literal('interval'),
  seq: whole,
  at: z.number(),
  level: whole,
  streams: whole,
  rate: z.number().optional(),
  phase: z.enum(['warmup', 'measure', 'cooldown']),
  window: z.number(),
  tally: tallySchema,
});
const sum = {
  seq: whole,
  level: whole,
  streams: whole,
  complete: z.boolean(),
  wall: z.string().nullable(),
  window: z.number(),
  tally: tallySchema,
};
const level = z.object({ kind: z.literal('level'), ...sum });
const snapshot = z.object({ kind: z.literal('snapshot'), ...sum });
const end = z.object({
  kind: z.literal('end'),
  seq: whole,
  wall: z.string(),
  status: z.enum(['complete', 'partial', 'aborted']),
  reason: z.string().optional(),
  requests: whole,
  linesLost: whole.optional(),
  guard: stoppedBySchema.optional(),
  background: z.record(z.string(), backgroundSchema).optional(),
});
const reset = z.object({ kind: z.literal('reset'), seq: whole });

/** One line of what the engine tells, about once a second. */
export const loadRecordSchema = z.discriminatedUnion('kind', [start, interval, level, snapshot, end, reset]);
export type LoadRecord = z.infer<typeof loadRecordSchema>;
export type StartRecord = z.infer<typeof start>;
export type IntervalRecord = z.infer<typeof interval>;
export type LevelRecord = z.infer<typeof level>;
export type EndRecord = z.infer<typeof end>;

/** Reads one line of NDJSON; throws when it is no record of an engine that we know. */
export function parseRecord(line: string): LoadRecord {
  return loadRecordSchema.parse(JSON.parse(line));
}

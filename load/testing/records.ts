import { type LoadPlan, loadPlanSchema } from '../plan.ts';
import type { IntervalRecord, LevelRecord, LoadRecord, Tally } from '../records.ts';

/** A plan of two levels, with little in it. */
export const samplePlan: LoadPlan = loadPlanSchema.parse({
  target: { url: 'http://me:secret@tts.example:5000', protocol: 'cartesia-bytes' },
  workload: { name: 'short', texts: ['All hands on deck.'] },
  levels: [{ streams: 1 }, { streams: 4 }],
  warmupSeconds: 1,
  measureSeconds: 2,
  requestTimeoutSeconds: 5,
  budget: { maxRequests: 100, maxSeconds: 20, maxStreams: 4 },
});

export function sampleTally(complete: number, histograms: Record<string, string> = {}): Tally {
  return {
    counts: {
      started: complete,
      complete,
      failed: 0,
      good: complete,
      characters: complete * 18,
      inputSeconds: 0,
      audioSeconds: complete * 1.5,
      audioBytes: complete * 72_000,
      promptTokens: 0,
      outputTokens: 0,
      tokensTold: 0,
      textEvents: 0,
      items: 0,
      connections: 0,
      reads: complete * 4,
      unmeasured: 1,
    },
    shares: {
      requests: complete,
      good: complete,
      characters: complete * 18,
      inputSeconds: 0,
      audioSeconds: complete * 1.5,
      promptTokens: 0,
      outputTokens: 0,
      textEvents: 0,
      items: 0,
    },
    errors: {},
    statuses: {},
    samples: [],
    histograms,
    audit: {
      wallSeconds: 1,
      cpuSeconds: 0.1,
      gcSeconds: 0,
      throttledSeconds: 0,
      cpuLimit: 2,
      schedulerLag: 0.01,
      stalledSeconds: 0,
      schedulerWait: 0.001,
      gcPause: 0,
      residentBytes: 5e7,
      lateStarts: 0,
      kernelReads: complete * 4,
      userReads: 0,
      doubtfulReads: 0,
      clockSteps: 0,
      socketErrors: 0,
      bytesIn: complete * 72_000,
      bytesOut: complete * 500,
      segments: complete * 60,
      resentSegments: complete,
      bytesPeak: complete * 72_000,
      linkBytes: null,
    },
  };
}

export const startRecord = (run = 'r'): LoadRecord => ({
  kind: 'start',
  seq: 0,
  run,
  wall: '2026-11-21T10:00:00.000Z',
  engine: 'v2.2.0',
  clock: 'user-space',
  levels: ['1 streams', '4 streams'],
});

export const intervalRecord = (seq: number, level: number, tally: Tally): IntervalRecord => ({
  kind: 'interval',
  seq,
  at: seq,
  level,
  streams: level === 0 ? 1 : 4,
  phase: 'measure',
  window: 1,
  tally,
});

export const levelRecord = (seq: number, level: number, tally: Tally): LevelRecord => ({
  kind: 'level',
  seq,
  level,
  streams: level === 0 ? 1 : 4,
  complete: true,
  wall: '2026-11-21T10:00:01.000Z',
  window: 2,
  tally,
});

export const endRecord = (seq: number): LoadRecord => ({
  kind: 'end',
  seq,
  wall: '2026-11-21T10:00:09.000Z',
  status: 'complete',
  requests: 30,
});

/** A whole run, in order. */
export const sampleRun = (run = 'r'): LoadRecord[] => [
  startRecord(run),
  intervalRecord(1, 0, sampleTally(2)),
  intervalRecord(2, 0, sampleTally(3)),
  levelRecord(3, 0, sampleTally(5)),
  intervalRecord(4, 1, sampleTally(20)),
  levelRecord(5, 1, sampleTally(20)),
  endRecord(6),
];

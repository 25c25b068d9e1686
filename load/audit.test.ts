import { expect, it } from 'vitest';
import { judgeAudit } from './audit.ts';
import type { AuditFigures } from './result.ts';

const sound: AuditFigures = {
  ownDelayP99Ms: 0.4,
  startDelayP99Ms: 0.3,
  lateStarts: 1,
  lateShare: 0.001,
  schedulerLagMaxMs: 30,
  stalledShare: 0.002,
  schedulerWaitP99Ms: 1,
  gcPauseMaxMs: 0.5,
  gcCores: 0.1,
  cpuThrottledMs: 0,
  cpuCores: 0.5,
  cpuLimitCores: 2,
  residentBytes: 50e6,
  socketErrors: 0,
  peakMbitPerSecond: 500,
  linkMbitPerSecond: 1000,
  networkRttP50Ms: 0.2,
  networkResentShare: 0.001,
  clock: 'mixed',
  userSpaceShare: 0.01,
  clockSteps: 1,
};

it('lets a sound generator pass', () => {
  expect(judgeAudit(sound, 10)).toEqual({ valid: true });
  expect(judgeAudit({ ...sound, cpuThrottledMs: null, ownDelayP99Ms: null }, 10)).toEqual({ valid: true });
  expect(judgeAudit({ ...sound, linkMbitPerSecond: null }, 10)).toEqual({ valid: true });
  expect(judgeAudit({ ...sound, cpuThrottledMs: 9 }, 0)).toEqual({ valid: true });
});

it.each([
  [{ ownDelayP99Ms: 25 }, 'load generator: its own delay (p99) was 25 ms, up to 20 is sound'],
  [{ startDelayP99Ms: 12 }, 'load generator: it started requests late (p99) by 12 ms, up to 10 is sound'],
  [{ lateShare: 0.25 }, 'load generator: no stream was free for 25 % of the requests, up to 1 is sound'],
  [{ schedulerLagMaxMs: 600 }, 'load generator: its timer was late by 600 ms, up to 500 is sound'],
  [
    { stalledShare: 0.08 },
    'load generator: it did not get to its sockets for 8 % of the time, up to 5 is sound',
  ],
  [{ schedulerWaitP99Ms: 30 }, 'load generator: its tasks waited (p99) 30 ms, up to 20 is sound'],
  [{ gcPauseMaxMs: 120 }, 'load generator: garbage collection paused it for 120 ms, up to 100 is sound'],
  [{ gcCores: 0.8 }, 'load generator: garbage collection took 40 % of its CPU, up to 25 is sound'],
  [{ cpuThrottledMs: 1000 }, 'load generator: its CPU was throttled for 10 % of the time, up to 5 is sound'],
  [{ cpuCores: 1.9 }, 'load generator: it used 95 % of its CPU, up to 90 is sound'],
  [{ socketErrors: 3 }, 'load generator: sockets that it could not open or use: 3, up to 0 is sound'],
  [{ peakMbitPerSecond: 900 }, "load generator: it moved 90 % of its link's data rate, up to 80 is sound"],
])('finds %j', (change, reason) => {
  expect(judgeAudit({ ...sound, ...change }, 10)).toEqual({ valid: false, reasons: [reason] });
});

import { expect, it } from 'vitest';
import { judgeAudit } from './audit.ts';
import type { AuditFigures } from './result.ts';

const sound: AuditFigures = {
  ownDelayP99Ms: 0.4,
  schedulerLagMaxMs: 30,
  schedulerWaitP99Ms: 1,
  gcPauseMaxMs: 0.5,
  cpuThrottledMs: 0,
  cpuCores: 0.5,
  cpuLimitCores: 2,
  residentBytes: 50e6,
  clock: 'user-space',
};

it('lets a sound generator pass', () => {
  expect(judgeAudit(sound, 10)).toEqual({ valid: true });
  expect(judgeAudit({ ...sound, cpuThrottledMs: null, ownDelayP99Ms: null }, 10)).toEqual({ valid: true });
  expect(judgeAudit({ ...sound, cpuThrottledMs: 9 }, 0)).toEqual({ valid: true });
});

it.each([
  [{ ownDelayP99Ms: 25 }, 'load generator: its own delay (p99) was 25 ms, up to 20 is sound'],
  [{ schedulerLagMaxMs: 600 }, 'load generator: its timer was late by 600 ms, up to 500 is sound'],
  [{ schedulerWaitP99Ms: 30 }, 'load generator: its tasks waited (p99) 30 ms, up to 20 is sound'],
  [{ gcPauseMaxMs: 120 }, 'load generator: garbage collection paused it for 120 ms, up to 100 is sound'],
  [{ cpuThrottledMs: 1000 }, 'load generator: its CPU was throttled for 10 % of the time, up to 5 is sound'],
  [{ cpuCores: 1.9 }, 'load generator: it used 95 % of its CPU, up to 90 is sound'],
])('finds %j', (change, reason) => {
  expect(judgeAudit({ ...sound, ...change }, 10)).toEqual({ valid: false, reasons: [reason] });
});

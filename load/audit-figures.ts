import { decodeHistogram, quantile } from './histogram.ts';
import type { Tally } from './records.ts';
import type { AuditFigures } from './result.ts';

/** What a level's tally says of the generator; `clock` is what the engine can stamp with, for a level without reads. */
export function auditFigures(tally: Tally, clock: AuditFigures['clock']): AuditFigures {
  const { audit, counts, histograms } = tally;
  const at = (q: number, id: string) => {
    const encoded = histograms[id];
    return encoded === undefined ? null : quantile(decodeHistogram(encoded), q) / 1000;
  };
  const mean = (seconds: number) => (audit.wallSeconds > 0 ? seconds / audit.wallSeconds : 0);
  const reads = audit.kernelReads + audit.userReads;
  return {
    ownDelayP99Ms: at(0.99, 'own_delay'),
    startDelayP99Ms: at(0.99, 'start_delay'),
    lateStarts: audit.lateStarts,
    lateShare: audit.lateStarts === 0 ? 0 : audit.lateStarts / Math.max(audit.lateStarts, counts.started),
    schedulerLagMaxMs: audit.schedulerLag * 1000,
    stalledShare: mean(audit.stalledSeconds),
    schedulerWaitP99Ms: audit.schedulerWait * 1000,
    gcPauseMaxMs: audit.gcPause * 1000,
    gcCores: mean(audit.gcSeconds),
    cpuThrottledMs: audit.throttledSeconds === null ? null : audit.throttledSeconds * 1000,
    cpuCores: mean(audit.cpuSeconds),
    cpuLimitCores: audit.cpuLimit || 1,
    residentBytes: audit.residentBytes,
    socketErrors: audit.socketErrors,
    peakMbitPerSecond: megabits(audit.bytesPeak),
    linkMbitPerSecond: audit.linkBytes === null ? null : megabits(audit.linkBytes),
    networkRttP50Ms: at(0.5, 'network_rtt'),
    networkResentShare: audit.segments === 0 ? null : audit.resentSegments / audit.segments,
    clock:
      reads === 0 ? clock : audit.userReads === 0 ? 'kernel' : audit.kernelReads > 0 ? 'mixed' : 'user-space',
    userSpaceShare: reads === 0 ? null : audit.userReads / reads,
    clockSteps: audit.clockSteps,
  };
}

function megabits(bytes: number): number {
  return (bytes * 8) / 1e6;
}

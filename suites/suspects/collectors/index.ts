import type { Collector } from '../collector.ts';
import { busyHost } from './busy-host.ts';
import { busyNeighbour } from './busy-neighbour.ts';
import { cpuThrottling } from './cpu-throttling.ts';
import { gpuClocks } from './gpu-clocks.ts';
import { gpuCount } from './gpu-count.ts';
import { gpuError } from './gpu-error.ts';
import { gpuSharing } from './gpu-sharing.ts';
import { newcomer } from './newcomer.ts';
import { nodeLeaving } from './node-leaving.ts';
import { nodePressure } from './node-pressure.ts';
import { otherRollout } from './other-rollout.ts';

/** The surest first: only so many suspects are kept. */
export const collectors: readonly Collector[] = [
  nodePressure,
  gpuError,
  gpuClocks,
  cpuThrottling,
  busyHost,
  busyNeighbour,
  gpuSharing,
  newcomer,
  gpuCount,
  nodeLeaving,
  otherRollout,
];

import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../engine/ports.ts';

/** The machine's time. */
export const systemClock: Clock = {
  now: () => new Date(),
  sleep: (milliseconds, signal) => sleep(milliseconds, undefined, { signal }),
};

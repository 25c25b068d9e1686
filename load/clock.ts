import { setTimeout as sleep } from 'node:timers/promises';

/** Time as the drivers see it; tests bring their own. */
export interface LoadClock {
  /** Milliseconds that only ever grow. */
  now(): number;
  /** Wall-clock time. */
  date(): Date;
  /** Resolves after so many milliseconds, or when the signal aborts; never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: LoadClock = {
  now: () => performance.now(),
  date: () => new Date(),
  sleep: (ms, signal) => sleep(ms, undefined, signal ? { signal } : {}).catch(() => undefined),
};

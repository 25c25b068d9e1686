import { mean } from '../accepted.ts';

/** What the pairs say of one metric; logs of new / old, worse positive. */
export type Differences = {
  readonly centre: number;
  /** SD of one pair. */
  readonly spread: number;
  /** Pairs that count. */
  readonly pairs: number;
  /** The one that is set aside, where there is one. */
  readonly aside?: number;
};

/** So many SDs off all others, one pair is an accident and not the noise of these two services. */
const accident = 10;
/** Fewer others than this do not tell an accident from noise. */
const fewestOthers = 5;
/** Two runs are never alike to better than this, whatever a few pairs say: histograms keep three digits. */
const spreadFloor = 0.002;

/** Centre and spread of the pairs. One accident among them, whichever side it favours, is set aside. */
export function summariseDifferences(logs: readonly number[]): Differences {
  const all = centreOf(logs);
  if (logs.length <= fewestOthers) return all;
  let far = 0;
  for (let i = 1; i < logs.length; i++)
    if (Math.abs(logs[i]! - all.centre) > Math.abs(logs[far]! - all.centre)) far = i;
  const others = centreOf(logs.filter((_, i) => i !== far));
  const stray = Math.abs(logs[far]! - others.centre) > accident * others.spread;
  return stray ? { ...others, aside: logs[far]! } : all;
}

function centreOf(logs: readonly number[]): Differences {
  const centre = mean(logs);
  const variance = logs.reduce((sum, log) => sum + (log - centre) ** 2, 0) / (logs.length - 1);
  return { centre, spread: Math.max(spreadFloor, Math.sqrt(variance)), pairs: logs.length };
}

import type { FaultBoard } from '../faults/fault-board.ts';
import { CHUNK_SECONDS, type PerformanceModel } from '../model/performance-model.ts';
import type { Random } from '../model/random.ts';
import type { RunNoise } from '../model/run-noise.ts';

/** What will happen to one request, decided when it starts. Times in ms from its start. */
export interface GenerationPlan {
  readonly outcome: 'whole' | 'error' | 'cut' | 'short';
  readonly ttfaMs: number;
  /** Share of the audio that is sent. */
  readonly keep: number;
  readonly silent: boolean;
  readonly wrongWords: boolean;
  /** Added before the second chunk. */
  readonly stallMs: number;
  /** Ids of the faults that touched the request. */
  readonly faults: readonly string[];
  /** Ms until the next whole chunk is due, at that number of streams on this GPU. */
  gapMs(level: number): number;
}

export interface PlanInputs {
  readonly model: PerformanceModel;
  readonly noise: RunNoise;
  readonly random: Random;
  readonly faults: FaultBoard;
  readonly level: number;
  /** Length of the transcript. */
  readonly chars: number;
  readonly epochMs: number;
}

/** Draws the request's luck from the performance model and lays the pod's faults over it. */
export function planGeneration({
  model,
  noise,
  random,
  faults,
  level,
  chars,
  epochMs,
}: PlanInputs): GenerationPlan {
  const touched: string[] = [];
  const hit = (fault: { id: string; rate: number } | undefined) => {
    const struck = fault !== undefined && random.next() < fault.rate;
    if (struck) touched.push(fault.id);
    return struck;
  };
  const draw = model.draw(level, random);
  const slower = faults.find('slower');
  if (slower) touched.push(slower.id);
  const factor = noise.factor(epochMs) * (1 + (slower?.percent ?? 0) / 100);
  const tail = faults.find('heavy-tail');
  const tailFactor = hit(tail) ? tail!.factor : 1;
  const underruns = faults.find('underruns');
  const stallMs = hit(underruns) ? underruns!.stallMs : 0;
  const truncated = faults.find('truncated');
  const short = faults.find('short-audio');
  const silent = hit(faults.find('silence'));
  const wrongWords = hit(faults.find('wrong-words'));
  let outcome: GenerationPlan['outcome'] = 'whole';
  let keep = 1;
  if (hit(short)) [outcome, keep] = ['short', short!.keep];
  if (hit(truncated)) [outcome, keep] = ['cut', truncated!.keep];
  if (hit(faults.find('errors'))) outcome = 'error';
  return {
    outcome,
    keep,
    silent,
    wrongWords,
    stallMs,
    ttfaMs: draw.ttfaMs * factor * tailFactor,
    faults: touched,
    gapMs: (now) => model.msPerAudioSecond(now, chars) * CHUNK_SECONDS * draw.pace * factor,
  };
}

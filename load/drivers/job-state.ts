import type { LoadJobState, LoadPod } from '../pod-fleet.ts';
import type { LoadPodReader } from './load-pod-reader.ts';

/** Why a load cannot go on as planned. */
export type Problem = {
  /** In words, for the result's reason. */
  readonly reason: string;
  /** It may be what follows from the trouble of another pod: the Job ends its pods when one of them failed. */
  readonly follows: boolean;
};

/** Takes the Job's state in, and tells what of it means that the load cannot go on as planned. */
export function judgeJob(
  state: LoadJobState | undefined,
  readers: readonly LoadPodReader[],
): Problem | undefined {
  if (!state) return cause('the load Job was deleted by somebody else');
  if (state.completions !== readers.length)
    return cause(`the load Job is of ${state.completions} pods, not of ${readers.length}`);
  const problems = readers.flatMap((reader) => judgePod(state, reader, readers.length) ?? []);
  const first = problems.find(({ follows }) => !follows) ?? problems[0];
  if (first) return { ...first, follows: first.follows && problems.length > 1 };
  if (state.status !== 'failed') return undefined;
  return cause(`the load Job failed: ${state.reason ?? 'no reason given'}`);
}

function judgePod(state: LoadJobState, reader: LoadPodReader, of: number): Problem | undefined {
  if (reader.over) return undefined;
  const before = reader.pod;
  const pod = before
    ? state.pods.find(({ uid }) => uid === before.uid)
    : state.pods.find(({ index }) => index === reader.index);
  if (before && !pod) return cause(`${of > 1 ? nameOf(reader, of) : `the load pod ${before.name}`} is gone`);
  reader.pod = pod;
  if (!pod) return undefined;
  const called = nameOf(reader, of);
  const because = pod.reason ? ` (${pod.reason})` : '';
  if (pod.hopeless) return cause(`${called} cannot start${because}`);
  if (pod.phase === 'Failed') return { reason: `${called} failed${because}`, follows: pod.leaving ?? false };
  if (pod.phase === 'Succeeded' || state.status === 'succeeded')
    return { reason: 'the load was over before all of its records could be read', follows: true };
  if (of > 1 && pod.leaving) return { reason: `${called} was deleted`, follows: true };
  return undefined;
}

/** Trouble that is nobody else's. */
export function cause(reason: string): Problem {
  return { reason, follows: false };
}

/** A pod in the words of a reason: by its name where there are several. */
export function nameOf({ index, pod }: { index: number; pod: LoadPod | undefined }, of: number): string {
  return of > 1 ? `the load pod ${pod?.name ?? 'without a name'} (${index + 1} of ${of})` : 'the load pod';
}

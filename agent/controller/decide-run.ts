import type { Occurrence } from '../../suites/release/subject.ts';
import type { RunSummary } from './run-summary.ts';

/** A release as seen now, and for how long it has been seen like this. */
export interface Sighting {
  readonly occurrence: Occurrence;
  /** A sentence while Helm is still at work, else null. */
  readonly pending: string | null;
  readonly seenForMs: number;
}

export type RunDecision =
  | { readonly do: 'create' }
  | { readonly do: 'wait'; readonly why: string; readonly forMs: number }
  | { readonly do: 'nothing'; readonly why: string };

/** A release must look the same for so long before a run is made for it: Helm patches one object after another. */
export const stableMs = 2000;
const pendingMs = 3000;

const nothing = (why: string): RunDecision => ({ do: 'nothing', why });

/** Whether what is deployed needs a run. `runs` are the Trial's, newest first, none of them open. */
export function decideRun(seen: Sighting | null, runs: readonly RunSummary[]): RunDecision {
  if (!seen) return nothing('no workload of the release is there');
  const { occurrence } = seen;
  const newest = runs[0];
  if (
    runs.some((run) => isSame(run.occurrence, occurrence)) ||
    (newest && isSameButSource(newest, occurrence))
  )
    return nothing('already tried');
  if (runs.some((run) => run.ownRevision !== null && isOwn(run, occurrence)))
    return nothing('our own rollback');
  if (seen.pending && newest?.occurrence.fingerprint === occurrence.fingerprint)
    return { do: 'wait', why: `${seen.pending}, and nothing has changed yet`, forMs: pendingMs };
  if (seen.seenForMs < stableMs)
    return { do: 'wait', why: 'still changing', forMs: stableMs - seen.seenForMs };
  return { do: 'create' };
}

const isSame = (a: Occurrence, b: Occurrence): boolean =>
  a.fingerprint === b.fingerprint && a.revision === b.revision && a.source === b.source;

/** Being allowed to read Helm's revision, or no longer, is not a rollout. */
const isSameButSource = ({ occurrence: a }: RunSummary, b: Occurrence): boolean =>
  a.fingerprint === b.fingerprint && a.source !== b.source;

const isOwn = (run: RunSummary, seen: Occurrence): boolean =>
  seen.source === 'helm' && run.ownRevision === seen.revision;

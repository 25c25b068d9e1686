import type { AcceptedRun, BaselineChange, BaselineSpec } from './baseline.ts';
import { keptChanges, keptRuns } from './baseline.ts';
import { withRuns } from './baseline-runs.ts';

/** Who decided something, when, and why. */
export type Decided = Omit<BaselineChange, 'kind' | 'run'>;

/** Fewer runs tell too little of a level's spread to be worth keeping. */
const fewestForSpread = 4;

/**
 * The runs of a failed run as the new level: what is compared with starts with them, and so does the anchor. The runs
 * before are kept for their spread alone. The very same spec where that run was accepted already.
 */
export function withNewLevel(
  spec: BaselineSpec,
  runId: string,
  accepted: readonly AcceptedRun[],
  decided: Decided,
): BaselineSpec {
  if (spec.changes?.some(({ kind, run }) => kind === 'accepted' && run === runId)) return spec;
  const { anchor: _, before, ...rest } = spec;
  const spread = spec.runs.length >= fewestForSpread ? spec.runs.slice(-keptRuns).map(scalarsAlone) : before;
  return noted(withRuns({ ...rest, runs: [], ...(spread && { before: spread }) }, accepted), {
    ...decided,
    kind: 'accepted',
    run: runId,
  });
}

const scalarsAlone = ({ controls: _, background: __, ...run }: AcceptedRun): AcceptedRun => run;

/** What is compared with from now on stays as it is, whatever is accepted. */
export const withPin = (spec: BaselineSpec, decided: Decided): BaselineSpec => {
  const { at: since, who, why } = decided;
  return noted({ ...spec, pinned: { since, who, why, runs: spec.runs } }, { ...decided, kind: 'pinned' });
};

/** The last accepted runs are compared with again, also those that came while it was pinned. */
export function withoutPin({ pinned: _, ...spec }: BaselineSpec, decided: Decided): BaselineSpec {
  return noted(spec, { ...decided, kind: 'unpinned' });
}

/** A baseline of another cluster, as it is taken over here: its noise is measured anew. */
export function imported(
  { calibration: _, ...spec }: BaselineSpec,
  from: string,
  decided: Decided,
): BaselineSpec {
  const foreign = (run: AcceptedRun): AcceptedRun => ({ ...run, imported: true });
  const { anchor, pinned } = spec;
  return noted(
    {
      ...spec,
      runs: spec.runs.map(foreign),
      ...(anchor && { anchor: foreign(anchor) }),
      ...(pinned && { pinned: { ...pinned, runs: pinned.runs.map(foreign) } }),
      imported: { from, when: decided.at.slice(0, 10) },
    },
    { ...decided, kind: 'imported' },
  );
}

const noted = (spec: BaselineSpec, change: BaselineChange): BaselineSpec => ({
  ...spec,
  changes: [...(spec.changes ?? []), change].slice(-keptChanges),
});

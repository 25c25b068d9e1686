/** How much a change explains: `main` is what was deployed, `part` is what works with it, `trace` is what follows by itself. */
export type Weight = 'main' | 'part' | 'trace';
export const weights: readonly Weight[] = ['main', 'part', 'trace'];

/** One difference between two records, in words. */
export interface Change {
  readonly weight: Weight;
  /** What changed: `Deployment/cartesia-api`, `Helm`, `voices`. */
  readonly of: string;
  /** How, in one line without the subject: `image sonic-1 → sonic-2`. */
  readonly text: string;
}

export interface SnapshotDiff {
  readonly before: {
    readonly takenAt: string;
    readonly tag: string | null;
    readonly revision: number | null;
  };
  readonly after: { readonly takenAt: string; readonly tag: string | null; readonly revision: number | null };
  /** The weightiest first. */
  readonly changes: readonly Change[];
  /** Parts that cannot be compared, and why. */
  readonly unknown: readonly string[];
}

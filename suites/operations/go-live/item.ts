/** One item of a go-live checklist, and which results of a run answer it. */
export interface GoLiveItem {
  /** Stable: what a person names when they sign it. */
  readonly id: string;
  readonly title: string;
  readonly source: string;
  /** Ids of checks; an item passes only when each has passed, or was skipped where that is allowed. */
  readonly checks?: readonly string[];
  /** The benchmarks' criteria answer it too. */
  readonly bench?: true;
  /** It may not apply (Prometheus is not installed); any other item that nothing answers is open until a person signs it. */
  readonly optional?: true;
  /** Only a person can tell. */
  readonly person?: true;
}

/** One step, number or caveat of a runbook, restated, and what of ours does it. */
export interface RunbookStep {
  /** The heading of the runbook under which it stands. */
  readonly section: string;
  /** What the runbook asks for or warns of, in our words. */
  readonly says: string;
  /** Ids of the checks that answer it. */
  readonly checks?: readonly string[];
  /** Commands that do it, as a person types them after `seatrial`. */
  readonly commands?: readonly string[];
  /** Where neither a check nor a command is the answer: what of the engine does it, or why nothing is to be done. */
  readonly note?: string;
  /** Test files that prove what no fault in the catalogue can. */
  readonly proofs?: readonly string[];
}

/** A seed document, restated step by step. */
export interface Runbook {
  readonly id: string;
  readonly title: string;
  readonly platform: string;
  readonly steps: readonly RunbookStep[];
}

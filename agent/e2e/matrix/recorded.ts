/** One cell of the mutation matrix: what a check answered under a fault, or, without one, on the healthy platform. */
export interface MatrixRow {
  readonly check: string;
  readonly fault: string | null;
  readonly outcome: string;
  readonly reason: string;
}

/** Where a platform's matrix is kept when it was run with `SEATRIAL_RECORD_MATRIX=1`. */
export const recordedMatrix = (platform: string): URL =>
  new URL(`./recorded/${platform}.json`, import.meta.url);

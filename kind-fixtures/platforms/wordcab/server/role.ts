import type { FaultBoard } from './faults/fault-board.ts';

export const roleNames = ['operator', 'platform', 'pool'] as const;
export type RoleName = (typeof roleNames)[number];

/** A role that runs. Disposing of it is abrupt; draining first is not. */
export interface RunningRole extends AsyncDisposable {
  readonly faults: FaultBoard;
  /** Of the API, for roles that have one. */
  readonly port?: number;
  /** Of `/metrics`, and of the stand-in's own routes. */
  readonly adminPort: number;
  drain(): Promise<void>;
}

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

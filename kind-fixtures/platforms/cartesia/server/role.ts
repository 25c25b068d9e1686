import type { FaultBoard } from './faults/fault-board.ts';

/** A role that runs: its ports, and how it ends. Disposing of it is abrupt; draining first is not. */
export interface RunningRole extends AsyncDisposable {
  /** Port of `/metrics`, `/faults` and `/truth`. */
  readonly adminPort: number;
  /** Port of the API, for the role that has one. */
  readonly port?: number;
  readonly faults: FaultBoard;
  drain(): Promise<void>;
}

export const roleNames = ['api', 'worker', 'voice-clone', 'license-proxy'] as const;
export type RoleName = (typeof roleNames)[number];

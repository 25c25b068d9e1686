import type { FaultBoard } from './faults/fault-board.ts';

/** A role that runs: its ports, and how it ends. Disposing of it is abrupt; draining first is not. */
export interface RunningRole extends AsyncDisposable {
  /** Port of the vendor's API of that role. */
  readonly port: number;
  /** Port of `/faults` and `/truth`. */
  readonly adminPort: number;
  readonly faults: FaultBoard;
  drain(): Promise<void>;
}

export const roleNames = ['gateway', 'config', 'worker'] as const;
export type RoleName = (typeof roleNames)[number];

import type { RunObserver } from '../../suites/engine/ports.ts';
import type { RunRecord } from '../../suites/record/record.ts';

/**
 * Shows runs to someone. Every hook is optional. A reporter gets each run live (`journaled` once at the start
 * and after each step) or replayed from a stored record, and must show the same in the end.
 */
export interface Reporter extends RunObserver {
  /** The run is over, or as far as its record goes. */
  finished?(record: RunRecord): void | Promise<void>;
  /** A report of the run was stored, for instance at `reports/out/cartesia-rev7.html`. */
  stored?(kind: string, place: string): void;
  /** Gives back what the reporter holds (a terminal, a file). Called once. */
  close?(): void | Promise<void>;
}

/** A report as one text, made from a finished record: what is stored, served, or printed with `-o`. */
export interface Format {
  readonly name: string;
  /** File extension without a dot. */
  readonly extension: string;
  readonly mediaType: string;
  render(record: RunRecord): Promise<string>;
}

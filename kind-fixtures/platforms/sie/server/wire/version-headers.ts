import type { FaultBoard } from '../faults/fault-board.ts';

/** The headers that tell the version, as the vendor spells it: `0.3.1`. */
export function versionHeaders(version: string, faults: FaultBoard): Record<string, string> {
  const says = faults.find('server-version')?.says ?? version;
  return { 'x-sie-version': says, 'x-sie-server-version': says };
}

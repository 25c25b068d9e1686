import { mostSuspects, type Suspect } from '../record/suspect.ts';
import { networkSuspect } from './network-suspect.ts';
import type { Criterion, Measured, PlannedBench } from './plan.ts';

/**
 * What besides the release could explain that a criterion is beyond `limit`: the network, and what the runs that count
 * were seen to suffer from, each once, in the words of its last time.
 */
export function suspectsOf(
  bench: PlannedBench,
  criterion: Criterion,
  valid: readonly Measured[],
  limit: number,
): Suspect[] {
  const network = networkSuspect(bench, criterion, valid, limit);
  const seen = new Map<string, Suspect>();
  for (const one of [...(network ? [network] : []), ...valid.flatMap(({ suspects }) => suspects ?? [])])
    seen.set(`${one.kind} ${one.object}`, one);
  return [...seen.values()].slice(0, mostSuspects);
}

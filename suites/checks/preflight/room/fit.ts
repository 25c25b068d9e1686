import type { Demand } from './demand.ts';
import type { NodeRoom } from './free-gpus.ts';
import { isEligible } from './nodes.ts';

/** Whether there is room for the pods, by GPU resource where there is none for sure. */
export type Fit =
  | { readonly fits: true }
  /** More is asked than all eligible nodes have. */
  | { readonly fits: false; readonly short: readonly Shortage[] }
  /** There are enough in all, and laying them out by a simple rule did not come out. */
  | { readonly fits: 'unknown' };

export interface Shortage {
  readonly resource: string;
  readonly needed: number;
  readonly free: number;
  readonly of: readonly string[];
}

/** Lays the pods onto the nodes, the hardest to place first. Three-valued: a failed attempt proves nothing, a count does. */
export function fitOnto(demands: readonly Demand[], rooms: readonly NodeRoom[]): Fit {
  const short = shortages(demands, rooms);
  if (short.length > 0) return { fits: false, short };
  const left = rooms.map(({ node, free }) => ({ node, free: new Map(free) }));
  const placed = demands
    .map((demand) => ({ demand, eligible: left.filter(({ node }) => isEligible(node, demand.pod)) }))
    .sort((a, b) => a.eligible.length - b.eligible.length || sizeOf(b.demand) - sizeOf(a.demand))
    .every(({ demand, eligible }) => place(demand, eligible));
  return placed ? { fits: true } : { fits: 'unknown' };
}

const sizeOf = ({ gpus }: Demand): number => Math.max(...gpus.values());

/** The fullest node that still has room takes a pod: large holes stay for large pods. */
function place({ pods, gpus }: Demand, eligible: readonly NodeRoom[]): boolean {
  for (let pod = 0; pod < pods; pod++) {
    const [best] = eligible
      .filter(({ free }) => [...gpus].every(([name, count]) => (free.get(name) ?? 0) >= count))
      .sort((a, b) => sum(a.free.values()) - sum(b.free.values()));
    if (!best) return false;
    for (const [name, count] of gpus) best.free.set(name, best.free.get(name)! - count);
  }
  return true;
}

/** What is short for certain: of one demand on its own nodes (whole pods only), or of all of them on the union of theirs. */
function shortages(demands: readonly Demand[], rooms: readonly NodeRoom[]): Shortage[] {
  const resources = [...new Set(demands.flatMap(({ gpus }) => [...gpus.keys()]))];
  return resources.flatMap((resource) => {
    const asking = demands.filter(({ gpus }) => gpus.has(resource));
    const groups = asking.length > 1 ? [asking, ...asking.map((one) => [one])] : [asking];
    const found = groups.map((group) => shortage(resource, group, rooms)).filter((one) => one !== null);
    return found.slice(0, 1);
  });
}

function shortage(resource: string, group: readonly Demand[], rooms: readonly NodeRoom[]): Shortage | null {
  const needed = sum(group.map(({ pods, gpus }) => pods * gpus.get(resource)!));
  const each = Math.min(...group.map(({ gpus }) => gpus.get(resource)!));
  const free = sum(
    rooms
      .filter(({ node }) => group.some(({ pod }) => isEligible(node, pod)))
      .map(({ free: own }) => Math.max(0, own.get(resource) ?? 0))
      // What is left over of a node below the smallest pod is of no use to anyone.
      .map((count) => (group.length === 1 ? count - (count % each) : count < each ? 0 : count)),
  );
  return free >= needed ? null : { resource, needed, free, of: group.map(({ of }) => of) };
}

const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);

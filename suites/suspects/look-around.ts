import { ProbeError } from '../probes/probe-error.ts';
import { mostSuspects, type Suspect } from '../record/suspect.ts';
import type { Collector, Scene } from './collector.ts';
import { collectors } from './collectors/index.ts';

export interface Surroundings {
  /** The surest first. */
  readonly suspects: readonly Suspect[];
  /** Those beside which nothing can be concluded from the load. */
  readonly voiding: readonly Suspect[];
  /** What could not be looked at, and why: a sentence for each reason. */
  readonly unseen: readonly string[];
}

/** Of one collector: ten GPUs that are too hot say no more than three. */
const mostOfOne = 3;

/** What besides the release could explain the numbers of a load. Where it cannot look, it says so, and finds nothing. */
export async function lookAround(scene: Scene, by: readonly Collector[] = collectors): Promise<Surroundings> {
  const looks = await Promise.all(by.map((collector) => look(collector, scene)));
  const unseen = Map.groupBy(
    looks.flatMap(({ kind, unseen: why }) => (why === null ? [] : [{ kind, why }])),
    ({ why }) => why,
  );
  return {
    suspects: looks.flatMap(({ found }) => found).slice(0, mostSuspects),
    voiding: looks.flatMap(({ found, voids }) => (voids ? found : [])),
    unseen: [...unseen].map(([why, kinds]) =>
      `not looked for: ${[...new Set(kinds.map(({ kind }) => kind))].join(', ')} (${why})`.slice(0, 300),
    ),
  };
}

async function look({ kind, voids, look: by }: Collector, scene: Scene) {
  const { found, unseen } = await by(scene).then(
    (suspects) => ({ found: suspects.slice(0, mostOfOne).map(bounded), unseen: null }),
    (error) => {
      if (error instanceof ProbeError) return { found: [], unseen: error.message };
      throw error;
    },
  );
  return { kind, voids, found, unseen };
}

const bounded = ({ kind, object, words }: Suspect): Suspect => ({
  kind,
  object: object.slice(0, 200),
  words: words.slice(0, 300),
});

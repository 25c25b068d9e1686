import type { SearchOptions } from './options.ts';

/**
 * The levels that a search may measure, ascending: from `from` to `max`, each `precision` above the one before; whole
 * streams, at least one apart. 'One step' is the distance of two neighbours.
 */
export function ladder({
  mode,
  from,
  max,
  precision,
}: Pick<SearchOptions, 'mode' | 'from' | 'max' | 'precision'>): readonly number[] {
  const rungs = [from];
  for (let last = from; ; ) {
    const next = last * (1 + precision);
    const rung = mode === 'rate' ? Number(next.toPrecision(6)) : Math.max(last + 1, Math.round(next));
    if (rung > max) break;
    rungs.push(rung);
    last = rung;
  }
  const top = mode === 'rate' ? max : Math.floor(max);
  if (rungs.at(-1)! < top) rungs.push(top);
  return rungs;
}

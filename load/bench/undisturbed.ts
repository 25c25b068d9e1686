import { availableParallelism } from 'node:os';
import { type Measured, type Times, truthLatenessMost } from './run-case.ts';

/** Of the machine's CPU time, what may be stolen before a row tells about the machine. */
const stolenMost = 0.03;

/**
 * Measures a row until the machine was its own, or the tries are used up, and keeps the one with the least stolen
 * time. What the client measured has no say in it.
 */
export async function undisturbed(
  measure: () => Promise<Measured>,
  { tries, measureSeconds }: Times & { readonly tries: number },
  say: (line: string) => void,
): Promise<Measured> {
  const most = stolenMost * measureSeconds * 1000 * availableParallelism();
  const stolen = ({ usage }: Measured) => usage?.stolenMs ?? Number.POSITIVE_INFINITY;
  let best = await measure();
  for (let once = 1; once < tries; once++) {
    const late = best.fidelity?.truthLatenessP99 ?? Number.POSITIVE_INFINITY;
    if (stolen(best) <= most && late <= truthLatenessMost) break;
    say(`  again: ${Math.round(stolen(best))} ms were stolen, the server was ${late.toFixed(1)} ms late`);
    const next = await measure();
    if (stolen(next) < stolen(best)) best = next;
  }
  return best;
}

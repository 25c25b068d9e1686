import { measures } from '../../../load/definitions.ts';
import type { Slo } from '../../../load/plan.ts';
import type { Protocol } from '../../../load/protocols/index.ts';
import { CliError } from '../errors.ts';
import type { WrittenSlo } from './parse.ts';

/** First audio is what first text is elsewhere: both may be called by the one name. */
const audioNames: Readonly<Record<string, string>> = { ttft: 'ttfa', user_ttft: 'user_ttfa' };

/** Service levels as the plan has them. @throws CliError (`usage`) for a measure that the engine does not know */
export function slosFor(written: readonly WrittenSlo[], { output }: Pick<Protocol, 'output'>): Slo[] {
  return written.map(({ measure: named, max, isTime }) => {
    const measure = (output.kind === 'audio' && audioNames[named]) || named;
    const known = Object.hasOwn(measures, measure) ? measures[measure as keyof typeof measures] : undefined;
    if (!known)
      throw new CliError(
        'usage',
        `There is no measure ${named} for --slo: choose one of ${Object.keys(measures).join(', ')}.`,
      );
    if (isTime && known.unit !== 'ms')
      throw new CliError('usage', `--slo ${named} is no time: it takes a bare number, such as ${named}=0.8.`);
    return { measure, max };
  });
}

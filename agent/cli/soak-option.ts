import { type SoakPolicy, soakPolicy } from '../../suites/bench/soak-policy.ts';
import type { Options } from './command.ts';
import { CliError } from './errors.ts';

/** The soak that `--soak` and `--soak-every` ask for; undefined where none is. @throws CliError */
export function soakAsked({ soak, soakEvery }: Options): SoakPolicy | undefined {
  if (soak === undefined) return undefined;
  const asked = soakPolicy.safeParse({ forSeconds: soak, everySeconds: soakEvery });
  if (asked.success) return asked.data;
  throw new CliError(
    'usage',
    '--soak takes 3m to 48h, and --soak-every at least 1m: 3 to 24 runs must fit into it.',
  );
}

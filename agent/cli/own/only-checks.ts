import { type Platform, suitesOf } from '../../../suites/platforms/platform.ts';
import type { Suite } from '../../../suites/suite.ts';
import { CliError } from '../errors.ts';
import type { Inputs } from './inputs.ts';

/** The platform with the asked checks alone, each once. @throws CliError (`usage`) for an id that is none */
export function onlyChecks(
  { platform, declared }: Pick<Inputs, 'platform' | 'declared'>,
  ids: readonly string[],
): Pick<Inputs, 'platform' | 'declared'> {
  const entries = new Map(
    suitesOf(platform).flatMap((suite) => suite.entries.map((entry) => [entry.check.id, entry])),
  );
  const own = declared.filter(({ id }) => ids.includes(`own.${id}`));
  const unknown = ids.filter((id) => !entries.has(id) && !own.some((one) => `own.${one.id}` === id));
  if (unknown.length > 0)
    throw new CliError(
      'usage',
      `${platform.name} has no check ${unknown.join(', ')}: see \`seatrial check list --platform ${platform.name}\`.`,
    );
  const empty = (suite: Suite): Suite => ({ ...suite, entries: [] });
  const { verify, smoke, rollback } = platform.suites;
  const asked = ids.flatMap((id) => entries.get(id) ?? []);
  const suites: Platform['suites'] = {
    verify: { ...verify, entries: asked },
    smoke: empty(smoke),
    rollback: empty(rollback),
  };
  return { platform: { ...platform, suites }, declared: own.map((one) => ({ ...one, suite: 'verify' })) };
}

import { count } from '../../../reports/view/text.ts';
import { withoutPin, withPin } from '../../resources/baseline-decisions.ts';
import { CliError } from '../errors.ts';
import { type Answer, changeBaseline, type Desk, decided, findBaseline, writingLines } from './desk.ts';

/** A decision about one baseline. */
export interface Decision {
  readonly key: string;
  readonly who: string;
  readonly why: string;
}

/** `seatrial baseline pin`. @throws CliError */
export async function pinBaseline(desk: Desk, { key, who, why }: Decision): Promise<Answer> {
  const word = decided(desk, who, why);
  await findBaseline(desk, key);
  const data = await changeBaseline(desk, key, (spec) => {
    const { pinned, runs } = spec;
    if (pinned)
      throw new CliError(
        'usage',
        `${key} is pinned already, by ${pinned.who} on ${pinned.since.slice(0, 10)} (${pinned.why}): unpin it first.`,
      );
    if (runs.length === 0) throw new CliError('usage', `${key} has no runs that could be pinned.`);
    return withPin(spec, word);
  });
  const line = `Pinned ${key}: releases are compared with its ${count(data.runs.length, 'run')} of now until it is unpinned.`;
  return { lines: writingLines(desk, [line]), data };
}

/** `seatrial baseline unpin`. @throws CliError */
export async function unpinBaseline(desk: Desk, { key, who, why }: Decision): Promise<Answer> {
  const word = decided(desk, who, why);
  await findBaseline(desk, key);
  const data = await changeBaseline(desk, key, (spec) => {
    if (!spec.pinned) throw new CliError('usage', `${key} is not pinned.`);
    return withoutPin(spec, word);
  });
  const line = `Unpinned ${key}: releases are compared with its last ${count(data.runs.length, 'accepted run')} again.`;
  return { lines: writingLines(desk, [line]), data };
}

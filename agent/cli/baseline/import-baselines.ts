import { basename } from 'node:path';
import { count } from '../../../reports/view/text.ts';
import type { BaselineSpec } from '../../resources/baseline.ts';
import { type Decided, imported } from '../../resources/baseline-decisions.ts';
import { CliError } from '../errors.ts';
import type { BaselineFile } from './baseline-file.ts';
import { type Answer, allBaselines, changeBaseline, type Desk, decided, writingLines } from './desk.ts';

export interface Import {
  readonly file: BaselineFile;
  /** The file's name, for sentences. */
  readonly name: string;
  /** Only this one. */
  readonly key: string | undefined;
  /** What was measured or decided here may go. */
  readonly replace: boolean;
  readonly who: string;
  readonly why: string | undefined;
}

/** `seatrial baseline import`: all or nothing, unless somebody writes at the same moment. @throws CliError */
export async function importBaselines(desk: Desk, of: Import): Promise<Answer> {
  const { file, name, replace } = of;
  const word = decided(desk, of.who, of.why ?? `from ${basename(name)}`);
  const wanted = chosen(of);
  const here = new Map((await allBaselines(desk)).map((spec) => [spec.key, spec]));
  const own = wanted.filter(({ key }) => !replace && isOwn(here.get(key)));
  if (own.length > 0) throw refusal(own);
  const written: BaselineSpec[] = [];
  for (const spec of wanted)
    written.push(
      await changeBaseline(desk, spec.key, (before) => {
        if (!replace && isOwn(before)) throw refusal([spec]);
        return takenOver(spec, before, file.from, word);
      }),
    );
  const lines = written.map(
    ({ key, runs }) => `Imported ${key}: ${count(runs.length, 'run')} from ${file.from}.`,
  );
  return { lines: writingLines(desk, lines), data: written };
}

function chosen({ file, name, key }: Import): readonly BaselineSpec[] {
  if (file.baselines.length === 0)
    throw new CliError('usage', `${name} holds no baselines: nothing is imported.`);
  if (key === undefined) return file.baselines;
  const found = file.baselines.filter((one) => one.key === key);
  if (found.length > 0) return found;
  const keys = file.baselines.map((one) => one.key).join(', ');
  throw new CliError(
    'usage',
    `${name} has no baseline ${key}: it has ${keys}. Numbers of another key are not comparable.`,
  );
}

/** Whether it holds what was measured or decided on this cluster. */
const isOwn = (spec: BaselineSpec | undefined): boolean =>
  spec !== undefined && (spec.pinned !== undefined || spec.runs.some((run) => !run.imported));

/** This cluster's own calibration stays: the noise is the cluster's. */
const takenOver = (
  spec: BaselineSpec,
  { calibration }: BaselineSpec,
  from: string,
  word: Decided,
): BaselineSpec => ({
  ...imported(spec, from, word),
  ...(calibration && { calibration }),
});

const refusal = (own: readonly BaselineSpec[]): CliError =>
  new CliError(
    'usage',
    `${own.map(({ key }) => key).join(', ')}: what was measured or pinned here would be lost. Nothing was imported; export it first, then say --replace.`,
  );

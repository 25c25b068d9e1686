import { createScreen } from '../../../reports/console/screen.ts';
import { runningLines, stageLines } from '../../../reports/console/stage-lines.ts';
import type { Reporter } from '../../../reports/reporters/reporter.ts';
import { declaredCheck } from '../../../suites/declared/declared-check.ts';
import { suitesOf } from '../../../suites/platforms/platform.ts';
import type { Result } from '../../../suites/record/result.ts';
import type { CliContext } from '../context.ts';
import type { Inputs } from './inputs.ts';

/** Single checks as a person asks for them: each with its answer, what was expected and seen, and what to do first. */
export function checksReporter(
  { stdout, env, owner }: Pick<CliContext, 'stdout' | 'env' | 'owner'>,
  { platform, declared }: Pick<Inputs, 'platform' | 'declared'>,
): Reporter {
  const screen = owner.use(createScreen(stdout, env));
  const checks = [
    ...suitesOf(platform).flatMap(({ entries }) => entries.map(({ check }) => check)),
    ...declared.map(declaredCheck),
  ];
  const hints = new Map(checks.map(({ id, hint }) => [id, hint]));
  const width = Math.max(...checks.map(({ id }) => id.length));
  const stageOf = ({ check, outcome, reason, evidence, attempts, gate }: Result) => ({
    key: check,
    label: check.padEnd(width + 1),
    state: outcome,
    text: [
      gate === 'advisory' ? 'advisory: ' : '',
      outcome === 'pass' || outcome === 'fail' ? '' : `${outcome}: `,
      reason,
    ].join(''),
    details: [
      ...(outcome === 'skip' ? [] : [told('expected', evidence?.expected), told('seen', evidence?.seen)]),
      told('objects', evidence?.objects?.join(', ')),
      told('attempts', attempts.length > 1 ? String(attempts.length) : undefined),
      told('first', outcome === 'fail' ? hints.get(check) : undefined),
    ].flat(),
  });
  return {
    activity(text) {
      screen.zone((spinner) => {
        const stage = { key: '', label: '', state: 'running', text, details: [] } as const;
        return runningLines(stage, { spinner, activity: '', seconds: 0 }, screen.palette, screen.width);
      });
    },
    finished({ results }) {
      screen.zone(null);
      for (const result of results) screen.print(stageLines(stageOf(result), screen.palette, screen.width));
    },
  };
}

const told = (label: string, text: string | undefined): string[] =>
  text === undefined || text === '' ? [] : [`${label}: ${text}`];

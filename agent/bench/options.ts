import { parseArgs } from 'node:util';

export const usage = `npm run bench:verdict -- [options]

Takes a simulated cluster through upgrades that change nothing and upgrades that slow it down by 5, 10 and 20 %, with
run-to-run noise of 1, 2 and 4 %, and counts what the verdict makes of them. The engine, the judge, the records and the
baselines are the real ones; load comes from the stand-in's performance model and time is simulated.

  --upgrades N      upgrades of each kind (100)
  --seed N          (1)
  --json            prints the figures as JSON
  --write           renders them to docs/bench-verdict.md
  --help            this`;

export interface BenchOptions {
  readonly upgrades: number;
  readonly seed: number;
  readonly json: boolean;
  readonly write: boolean;
}

/** The options, the usage when that was asked for, or what is wrong with them. */
export function parseOptions(args: readonly string[]): BenchOptions | { help: true } | { wrong: string } {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        upgrades: { type: 'string', default: '100' },
        seed: { type: 'string', default: '1' },
        json: { type: 'boolean', default: false },
        write: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) return { help: true };
    const { json, write } = values;
    const upgrades = Number(values.upgrades);
    if (!Number.isSafeInteger(upgrades) || upgrades < 1)
      return { wrong: `--upgrades is ${values.upgrades}: give a whole number from 1 on` };
    const seed = Number(values.seed);
    if (!Number.isSafeInteger(seed)) return { wrong: `--seed is ${values.seed}: give a whole number` };
    return { upgrades, seed, json, write };
  } catch (error) {
    return { wrong: (error as Error).message };
  }
}

import { parseArgs } from 'node:util';

export const usage = `npm run bench:judge -- [options]

Holds our judge and other detectors against runs of one unchanged program on several dates, into which shifts of 5 %
and 10 % are injected; as they are, and with five times the noise from run to run.

  --data FILE       toolchain,stamp,numhash,bench,runidx,nsop as CSV, gzip (../shared/data/goperf_nsop.csv.gz)
  --peers NAMES     otava: installs it into a folder of the cache, and runs it too
  --seed N          which metrics are together in a release (1)
  -o, --output json prints the figures as JSON
  --write FILE      renders the tables as Markdown
  --help            this`;

export type BenchOptions = {
  readonly data: string;
  readonly otava: boolean;
  readonly seed: number;
  readonly json: boolean;
  readonly write?: string;
};

/** The options, the usage when that was asked for, or what is wrong with them. */
export function parseOptions(args: readonly string[]): BenchOptions | { help: true } | { wrong: string } {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        data: { type: 'string', default: '../shared/data/goperf_nsop.csv.gz' },
        peers: { type: 'string', default: '' },
        seed: { type: 'string', default: '1' },
        output: { type: 'string', short: 'o', default: 'text' },
        write: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) return { help: true };
    if (!['text', 'json'].includes(values.output)) return { wrong: `there is no output ${values.output}` };
    const peers = values.peers.split(',').filter((name) => name !== '');
    const unknown = peers.find((name) => name !== 'otava');
    if (unknown !== undefined) return { wrong: `there is no peer ${unknown}; known is otava` };
    const seed = Number(values.seed);
    if (!Number.isSafeInteger(seed)) return { wrong: `${values.seed} is not a whole number` };
    return {
      data: values.data,
      otava: peers.includes('otava'),
      seed,
      json: values.output === 'json',
      ...(values.write === undefined ? {} : { write: values.write }),
    };
  } catch (error) {
    return { wrong: (error as Error).message };
  }
}

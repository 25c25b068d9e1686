import { parseArgs } from 'node:util';
import { type BenchLoad, type BenchProtocol, benchLoads, benchProtocols, loadName } from './case.ts';

export const usage = `npm run bench:load -- [options]

Holds our load engine and others against a server that knows the truth, one after another, on this machine.

  --only WORDS      clients, protocols or loads, separated by commas: seatrial,stock-k6,bare-go,
                    ${benchProtocols.join(',')},${benchLoads.map(loadName).join(',')}
  --streams N,…     closed loops instead of ${benchLoads.flatMap((one) => ('streams' in one ? [one.streams] : [])).join(', ')}
  --rate N,…        open loops, requests a second, instead of 400
  --seconds N       measured in each row (20)
  --warmup N        seconds of load before that (2)
  --tries N         measures a row again, up to so often, where the machine or the server was held back (1);
                    the try with the least stolen time counts, whatever the client said
  --peers NAMES     guidellm, aiperf: installs them into a folder of the cache, and runs them too
  -o, --output json prints the figures as JSON
  --write FILE      renders the tables as Markdown, with machine, date and versions
  --help            this

Takes (seconds + warmup + some) for each row; leave the machine alone meanwhile.`;

export type BenchOptions = {
  readonly only: readonly string[];
  readonly protocols: readonly BenchProtocol[];
  readonly loads: readonly BenchLoad[];
  readonly tries: number;
  readonly peers: readonly string[];
  readonly measureSeconds: number;
  readonly warmupSeconds: number;
  readonly json: boolean;
  readonly write?: string;
};

/** The options, the usage when that was asked for, or what is wrong with them. */
export function parseOptions(args: readonly string[]): BenchOptions | { help: true } | { wrong: string } {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        only: { type: 'string', default: '' },
        streams: { type: 'string' },
        rate: { type: 'string' },
        seconds: { type: 'string', default: '20' },
        warmup: { type: 'string', default: '2' },
        tries: { type: 'string', default: '1' },
        peers: { type: 'string', default: '' },
        output: { type: 'string', short: 'o', default: 'text' },
        write: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) return { help: true };
    if (!['text', 'json'].includes(values.output)) return { wrong: `there is no output ${values.output}` };
    const only = words(values.only);
    const given = values.streams !== undefined || values.rate !== undefined;
    const asked: readonly BenchLoad[] = given
      ? [
          ...words(values.streams ?? '').map((word) => ({ streams: positive(word) })),
          ...words(values.rate ?? '').map((word) => ({ rate: positive(word) })),
        ]
      : benchLoads;
    const loads = asked.filter((load) => only.includes(loadName(load)));
    const protocols = benchProtocols.filter((one) => only.includes(one));
    return {
      only,
      protocols: protocols.length > 0 ? protocols : benchProtocols,
      loads: loads.length > 0 ? loads : asked,
      tries: positive(values.tries),
      peers: words(values.peers),
      measureSeconds: positive(values.seconds),
      warmupSeconds: positive(values.warmup),
      json: values.output === 'json',
      ...(values.write === undefined ? {} : { write: values.write }),
    };
  } catch (error) {
    return { wrong: (error as Error).message };
  }
}

const words = (text: string): string[] => text.split(',').filter((word) => word !== '');

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value <= 100_000)) throw new Error(`${text} is not a number above 0`);
  return value;
}

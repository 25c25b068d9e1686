import type { LoadLevel, LoadPlanInput } from '../../../load/plan.ts';
import type { Workload } from '../../../suites/platforms/workload.ts';
import { CliError } from '../errors.ts';
import type { BenchInputs } from './read-files.ts';
import type { BenchRequest } from './request.ts';

type Asked = Pick<BenchRequest, 'concurrency' | 'rate' | 'trace' | 'rampTo' | 'arrivals' | 'gpus'>;

/** The levels that were asked for: those of the command line, or else the workload's, or else one stream. */
export function levelsFor(asked: Asked, inputs: BenchInputs): LoadPlanInput['levels'] {
  const { concurrency, rate, trace, rampTo, arrivals } = asked;
  if ([concurrency, rate, trace].filter((one) => one !== undefined).length > 1)
    throw new CliError('usage', 'Choose one of --concurrency, --rate and --trace: a load has one shape.');
  if (arrivals !== undefined && rate === undefined)
    throw new CliError('usage', '--arrivals says how requests of --rate are spread: give a rate.');
  if (rampTo !== undefined && (concurrency ?? rate ?? []).length !== 1)
    throw new CliError('usage', '--ramp-to goes with one --concurrency or one --rate.');
  if (rampTo !== undefined && concurrency && !Number.isInteger(rampTo))
    throw new CliError('usage', '--ramp-to takes a whole number of streams with --concurrency.');
  const ramp = rampTo === undefined ? {} : { rampTo };
  if (concurrency) return concurrency.map((streams) => ({ streams, ...ramp }));
  if (rate) return rate.map((one) => ({ rate: one, ...(arrivals && { arrivals }), ...ramp }));
  if (inputs.trace) return [{ trace: [...inputs.trace] }];
  return inputs.workload ? ofWorkload(inputs.workload, asked.gpus) : [{ streams: 1 }];
}

const ofWorkload = ({ levels, levelsPerGpu }: Workload, gpus: number): LoadPlanInput['levels'] =>
  levels ?? levelsPerGpu.map((streams) => ({ streams: streams * gpus }));

/** A level in words: `8 streams`, `400/s, poisson`, `1 → 64 streams`. */
export function levelWords(level: LoadLevel): string {
  if ('trace' in level) return `trace of ${level.trace.length} requests`;
  if ('rate' in level)
    return `${level.rampTo === undefined ? level.rate : `${level.rate} → ${level.rampTo}`}/s, ${level.arrivals}`;
  const most = level.rampTo ?? level.streams;
  const streams = level.rampTo === undefined ? level.streams : `${level.streams} → ${level.rampTo}`;
  return `${streams} stream${most === 1 && level.streams === 1 ? '' : 's'}`;
}

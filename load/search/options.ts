import { z } from 'zod';

/** How a saturation search is done. The load's own limits (`LoadBudget`) hold over the whole search, not per probe. */
export const searchOptionsSchema = z
  .strictObject({
    /** `concurrency`: streams of a closed loop. `rate`: requests a second of an open loop. */
    mode: z.enum(['concurrency', 'rate']),
    /** The lowest level, measured first: streams, or requests a second. */
    from: z.number().positive().default(1),
    /** The highest level that may be tried; a service that still holds there was never saturated. */
    max: z.number().positive().max(100_000),
    /** Time for the whole search, seconds. */
    seconds: z.number().positive().max(86_400),
    /** GPUs behind the service, to give what was found per GPU. */
    gpus: z.int().positive().default(1),
    /** Of all requests, failed ones included, so many must be within every SLO of the plan: 0.95 is 'p95 within the limit'. */
    share: z.number().gt(0.5).lt(1).default(0.95),
    /** Of the statements 'holds' and 'fails', each for one level over all looks at it. */
    confidence: z.number().gt(0.5).lt(1).default(0.95),
    /** Distance of neighbouring levels, relative; a step is never less than one stream. */
    precision: z.number().min(0.01).max(1).default(0.1),
    /** How often a level is measured before it is left undecided. */
    looks: z.int().min(2).max(20).default(4),
    /** Parts that a probe's window is cut into; their spread is what the error of a mean is judged by. */
    batches: z.int().min(4).max(20).default(6),
    /** The shortest that such a part may be. */
    batchSeconds: z.number().positive().default(1),
    /** Arrivals of an open loop. */
    arrivals: z.enum(['constant', 'poisson']).default('poisson'),
    /** Whether to go beyond the SLO, up to `max`, until more load brings no more throughput. */
    knee: z.boolean().default(true),
  })
  .refine(({ from, max }) => from <= max, { message: '`from` is above `max`', path: ['from'] })
  .refine(({ mode, from }) => mode === 'rate' || Number.isInteger(from), {
    message: 'streams are whole',
    path: ['from'],
  });
export type SearchOptions = z.infer<typeof searchOptionsSchema>;
/** What a caller may write: fields with a default can be left out. */
export type SearchOptionsInput = z.input<typeof searchOptionsSchema>;

/** `12 streams`, `1 stream`, `8.5 requests/s`. */
export function levelName(mode: SearchOptions['mode'], level: number): string {
  const value = Number(level.toPrecision(4));
  return mode === 'rate' ? `${value} requests/s` : `${value} ${value === 1 ? 'stream' : 'streams'}`;
}

import { type LoadPlan, type LoadPlanInput, loadPlanSchema } from '../../../load/plan.ts';
import type { Protocol } from '../../../load/protocols/index.ts';
import { CliError } from '../errors.ts';
import { baseUrl } from './address.ts';
import { askedFor } from './asked-for.ts';
import { levelsFor } from './levels.ts';
import type { BenchInputs } from './read-files.ts';
import type { BenchRequest } from './request.ts';
import { slosFor } from './slos.ts';

/** Where no workload and no option says otherwise, in seconds. */
const usual = { warmup: 2, duration: 20, timeout: 30 } as const;

/**
 * The load plan of a command line: options first, then the workload's words, then what is usual.
 * @throws CliError (`usage`) with a sentence for what cannot be asked
 */
export async function benchPlan(
  request: BenchRequest & { readonly url: string },
  inputs: BenchInputs,
  protocol: Protocol,
  env: NodeJS.ProcessEnv,
): Promise<LoadPlan> {
  const { workload } = inputs;
  const levels = levelsFor(request, inputs);
  const timed = {
    // A trace tells itself how long it is, and brings no load before it.
    warmupSeconds: request.warmup ?? (inputs.trace ? 0 : (workload?.warmupSeconds ?? usual.warmup)),
    measureSeconds:
      request.duration ??
      (inputs.trace
        ? Math.max(0.001, inputs.trace.at(-1)!) + 0.001
        : (workload?.measureSeconds ?? usual.duration)),
    requestTimeoutSeconds: request.timeout ?? workload?.requestTimeoutSeconds ?? usual.timeout,
  };
  const apiKeyEnv = apiKeyFrom(request.apiKeyEnv, env);
  const plan: LoadPlanInput = {
    target: {
      url: baseUrl(request.url, protocol.path),
      protocol: protocol.id,
      headers: request.headers,
      ...(apiKeyEnv !== undefined && { apiKeyEnv }),
      insecureTls: request.insecure,
    },
    workload: await askedFor(request, inputs, protocol),
    levels,
    ...timed,
    slos: request.slos.length > 0 ? slosFor(request.slos, protocol) : (workload?.slos ?? []),
    budget: budgetFor(request, inputs, levels, timed),
  };
  const parsed = loadPlanSchema.safeParse(plan);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new CliError('usage', `This load cannot be asked for: ${issue!.path.join('.')}: ${issue!.message}.`);
}

/** The variable that holds the API key; the one of all commands where it is set and no other is named. */
function apiKeyFrom(named: string | undefined, env: NodeJS.ProcessEnv): string | undefined {
  if (named === undefined) return env.SEATRIAL_API_KEY ? 'SEATRIAL_API_KEY' : undefined;
  if (!/^[A-Z_][A-Z0-9_]*$/.test(named))
    throw new CliError(
      'usage',
      '--api-key-env takes the name of a variable, such as OPENAI_API_KEY, not the key.',
    );
  if (env[named]) return named;
  throw new CliError('usage', `The variable ${named} of --api-key-env is not set.`);
}

/** What the levels need, and room for the requests that outlast them; never more than was allowed. */
function budgetFor(
  request: BenchRequest,
  { workload }: BenchInputs,
  levels: LoadPlanInput['levels'],
  { warmupSeconds, measureSeconds, requestTimeoutSeconds }: Timed,
): LoadPlanInput['budget'] {
  const seconds = warmupSeconds + measureSeconds + requestTimeoutSeconds + 10;
  const most = (level: LoadPlanInput['levels'][number]): { requests: number; streams: number } => {
    if ('trace' in level) return { requests: level.trace.length, streams: level.trace.length };
    const peak = Math.max('rate' in level ? level.rate : level.streams, level.rampTo ?? 0);
    if ('rate' in level)
      return { requests: peak * seconds * 1.5 + 100, streams: peak * requestTimeoutSeconds };
    // A thousand answers a second on one stream: faster than any model, so this only stops what runs wild.
    return { requests: peak * seconds * 1000, streams: peak };
  };
  const needs = levels.map(most);
  const allowed = workload?.budget;
  const streams = Math.ceil(Math.max(64, ...needs.map((one) => one.streams)));
  return {
    maxRequests:
      request.maxRequests ??
      allowed?.maxRequests ??
      Math.ceil(needs.reduce((sum, { requests }) => sum + requests, 0)),
    maxSeconds: allowed?.maxSeconds ?? Math.ceil(levels.length * seconds + 30),
    maxStreams: allowed?.maxStreams ?? Math.min(10_000, streams),
  };
}

type Timed = Pick<LoadPlan, 'warmupSeconds' | 'measureSeconds' | 'requestTimeoutSeconds'>;

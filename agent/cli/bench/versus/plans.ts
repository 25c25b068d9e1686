import type { Side } from '../../../../load/judge/pairs/order.ts';
import type { LoadPlan } from '../../../../load/plan.ts';
import { CliError } from '../../errors.ts';
import { baseUrl } from '../address.ts';
import { planOf } from '../prepare.ts';
import type { BenchRequest } from '../request.ts';
import type { VersusRequest } from './request.ts';

export type BenchVersus = BenchRequest & { readonly versus: VersusRequest };

/** The same load for both sides: only where it goes differs, and what it says of itself there. @throws CliError (`usage`) */
export async function plansFor(
  request: BenchVersus,
  env: NodeJS.ProcessEnv,
): Promise<Readonly<Record<Side, LoadPlan>>> {
  const { versus, search, records, emit, maxRequests } = request;
  if (search || emit || records !== undefined || maxRequests !== undefined)
    throw new CliError(
      'usage',
      '--versus makes many loads: leave --search, --emit, --records and --max-requests out.',
    );
  const key = versus.apiKeyEnv;
  if (key !== undefined && !env[key])
    throw new CliError(
      'usage',
      '--versus-api-key-env takes the name of a variable that holds the API key: the one named is not set.',
    );
  const old = await planOf(request, env);
  const news = await planOf(
    {
      ...request,
      url: baseUrl(versus.url, '', '--versus'),
      headers: { ...request.headers, ...versus.headers },
      apiKeyEnv: key ?? request.apiKeyEnv,
    },
    env,
  );
  return { old, new: { ...old, target: news.target } };
}

/** The load of one pair: texts and arrivals in an order of its own, the same for both of its runs. */
export const planOfPair = (plan: LoadPlan, pair: number): LoadPlan => ({
  ...plan,
  workload: { ...plan.workload, seed: (plan.workload.seed + pair) % 0x7fff_ffff },
});

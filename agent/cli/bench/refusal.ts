import type { LoadProgress } from '../../../load/driver.ts';
import type { LoadPlan } from '../../../load/plan.ts';
import type { LoadResult } from '../../../load/result.ts';
import { CliError } from '../errors.ts';

/** Ends a load that nobody is let in to: where every request so far was answered 401 or 403. */
export class Refusal {
  readonly #plan: LoadPlan;
  readonly #aborting = new AbortController();

  constructor(plan: LoadPlan) {
    this.#plan = plan;
  }

  get signal(): AbortSignal {
    return this.#aborting.signal;
  }

  take({ complete, failed, statuses = {} }: LoadProgress): void {
    if (complete === 0 && refused(statuses) > 0 && refused(statuses) === failed) this.#aborting.abort();
  }

  /** @throws CliError (`unavailable`) where the service let no request in */
  throwIfRefused({ levels }: LoadResult): void {
    const [first] = levels;
    if (!first || first.counts.complete > 0 || refused(first.statuses) === 0) return;
    if (refused(first.statuses) < first.counts.failed) return;
    const { url, apiKeyEnv } = this.#plan.target;
    const status = first.statuses['401'] ? '401' : '403';
    const key = apiKeyEnv
      ? `the API key in ${apiKeyEnv} is not accepted`
      : 'name the variable that holds the API key with --api-key-env';
    throw new CliError('unavailable', `${new URL(url).host} answered ${status}: ${key}.`);
  }
}

const refused = (statuses: Readonly<Record<string, number>>): number =>
  (statuses['401'] ?? 0) + (statuses['403'] ?? 0);

import type { Baseline, BaselineSpec } from '../../resources/baseline.ts';
import type { Decided } from '../../resources/baseline-decisions.ts';
import type { CustomResources } from '../../resources/custom-resources.ts';
import { ResourceBaselines } from '../../resources/resource-baselines.ts';
import { CliError } from '../errors.ts';

/** The baselines of one namespace, and who works on them. */
export interface Desk {
  readonly baselines: CustomResources<Baseline>;
  readonly namespace: string;
  /** The cluster, as the kubeconfig calls it. */
  readonly cluster: string;
  readonly now: () => Date;
  /** Nothing is written. */
  readonly dryRun: boolean;
}

/** What a command has to say: to people, and to programs. */
export interface Answer {
  readonly lines: readonly string[];
  readonly data: unknown;
}

/** All baselines of the namespace, by key. */
export async function allBaselines({ baselines, namespace }: Desk): Promise<BaselineSpec[]> {
  const all = await baselines.list(namespace);
  return all.map(({ spec }) => spec).toSorted((a, b) => (a.key < b.key ? -1 : 1));
}

/** The baseline of a key. @throws CliError (`unavailable`) where there is none */
export async function findBaseline(desk: Desk, key: string): Promise<BaselineSpec> {
  const found = await new ResourceBaselines(desk.baselines, desk.namespace).find(key);
  if (found) return found;
  const keys = (await allBaselines(desk)).map((one) => one.key);
  const choice = keys.length > 0 ? `choose one of ${keys.join(', ')}` : 'there is none yet';
  throw new CliError('unavailable', `There is no baseline ${key} in namespace ${desk.namespace}: ${choice}.`);
}

/** Changes a baseline, or says what it would be after the change. `change` may refuse by a `CliError`. */
export async function changeBaseline(
  { baselines, namespace, dryRun }: Desk,
  key: string,
  change: (spec: BaselineSpec) => BaselineSpec,
): Promise<BaselineSpec> {
  const store = new ResourceBaselines(baselines, namespace);
  if (!dryRun) return store.change(key, change);
  return change((await store.find(key)) ?? { key, runs: [] });
}

/** A person's word as a baseline keeps it. @throws CliError (`usage`) */
export function decided({ now }: Desk, who: string, why: string): Decided {
  const spoken = { who: who.trim(), why: why.trim() };
  if (spoken.why === '' || spoken.why.length > 300)
    throw new CliError(
      'usage',
      'Say why with --why, in one to 300 characters: who reads it later was not there.',
    );
  if (spoken.who === '' || spoken.who.length > 200)
    throw new CliError('usage', 'Say who decides it with --who, in one to 200 characters.');
  return { at: now().toISOString(), ...spoken };
}

/** What a command says that writes, or would. */
export const writingLines = ({ dryRun }: Desk, lines: readonly string[]): string[] =>
  dryRun ? ['Nothing is written; without --dry-run:', ...lines] : [...lines];

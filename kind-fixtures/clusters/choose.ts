import type { Outcome } from '../toolchain/fixture-error.ts';
import { attempt, FixtureError, failed, succeeded } from '../toolchain/fixture-error.ts';
import type { ClusterProvider } from './cluster.ts';
import type { ProviderFactory } from './index.ts';
import { clusterProviders } from './index.ts';

export interface Choice {
  readonly provider: ClusterProvider;
  /** One line for people: which, and why. */
  readonly why: string;
}

/**
 * The provider that was asked for, else the first that works here. The user's
 * own cluster is never chosen by itself: it may be one that serves people.
 */
export async function chooseCluster(
  asked: { readonly cluster?: string | undefined; readonly name?: string | undefined } = {},
  providers: Readonly<Record<string, ProviderFactory>> = clusterProviders,
): Promise<Outcome<Choice>> {
  if (asked.cluster !== undefined) return chooseNamed(asked.cluster, asked.name, providers);
  const reasons: string[] = [];
  for (const [name, make] of Object.entries(providers)) {
    if (name === 'existing') continue;
    const made = await attempt(async () => make(asked.name));
    if (!made.ok) return made;
    const usable = await made.value.usable();
    if (usable.ok) {
      const passed = reasons.length > 0 ? `; not ${reasons.join('; not ')}` : '';
      return succeeded({
        provider: made.value,
        why: `cluster: ${name}, ${made.value.title} (${usable.value}${passed})`,
      });
    }
    reasons.push(`${name}: ${usable.reason}`);
  }
  return failed(
    'unavailable',
    `No cluster can be made here. ${reasons.join(' ')} To use the cluster of your kubeconfig, say \`--cluster existing\`.`,
  );
}

async function chooseNamed(
  cluster: string,
  name: string | undefined,
  providers: Readonly<Record<string, ProviderFactory>>,
): Promise<Outcome<Choice>> {
  return attempt(async () => {
    const make = Object.hasOwn(providers, cluster) ? providers[cluster] : undefined;
    if (make === undefined) {
      const known = Object.keys(providers).join(', ');
      throw new FixtureError('usage', `There is no cluster provider ${cluster}: choose one of ${known}.`);
    }
    const provider = make(name);
    return { provider, why: `cluster: ${cluster}, ${provider.title} (asked for)` };
  });
}

import { defineCheck } from '../../../check.ts';
import { fail, inconclusive, pass, skip } from '../../../record/finding.ts';

/** The gateway's own names and labels for what it stores, whatever the release is called. */
const stored = 'app.kubernetes.io/managed-by=sie-gateway';
const poolPrefix = 'sie-pool-';
const leasePrefix = 'sie-pool-lease-';
/** A pool that nobody renews is gone after this: the gateway's default. */
const ttlSeconds = 1200;
/** Protected: it cannot be deleted and does not expire. */
const lasting = 'default';

/** Pools that clients made lie in ConfigMaps and Leases beside the release: they must live through it. */
export const poolsKept = defineCheck({
  id: 'sie.pools-kept',
  title: 'Resource pools and their leases are intact',
  question: 'Are the pools that clients made still there, each with its lease?',
  needs: { kubernetes: ['list:configmaps', 'list:leases'] },
  timeoutSeconds: 30,
  // What is lost here, a rollback does not bring back.
  blames: 'environment',
  source: 'Upgrade Runbook 1.2 and 4.5: pool state in ConfigMaps and Leases survives upgrades and rollbacks',
  hint: 'Restore the ConfigMaps and Leases from the record, or let clients make their pools again',
  async run({ before, kubernetes, now }) {
    const [maps, leases] = await Promise.all([kubernetes.list('configmaps'), kubernetes.list('leases')]);
    const pools = new Map(
      maps.flatMap(({ metadata, data }) => {
        const own =
          metadata?.labels?.['app.kubernetes.io/managed-by'] === 'sie-gateway' ||
          data?.['pool.json'] !== undefined;
        const name = metadata?.labels?.['sie-gateway/pool'] ?? metadata?.name?.slice(poolPrefix.length);
        return own && name && metadata?.name?.startsWith(poolPrefix)
          ? [[name, data?.['pool.json']] as const]
          : [];
      }),
    );
    const leased = new Set(leases.flatMap(({ metadata }) => metadata?.name ?? []));
    const wanted = recordedPools(before);
    if (pools.size === 0 && wanted.length === 0)
      return skip(`there are no pools, and none were recorded before (${stored})`);
    const broken = [...pools].flatMap(([name, text]) => {
      if (!isPool(text)) return [{ name, why: 'its pool.json cannot be read' }];
      const needsLease = name !== lasting && !isExpired(text);
      return !needsLease || leased.has(`${leasePrefix}${name}`)
        ? []
        : [{ name, why: 'its Lease is missing' }];
    });
    const lost = wanted.filter((name) => !pools.has(name));
    const ageSeconds = before ? (now - Date.parse(before.takenAt)) / 1000 : 0;
    const surely = lost.filter((name) => name === lasting || ageSeconds < ttlSeconds);
    const wrong = [...broken, ...surely.map((name) => ({ name, why: 'it is gone' }))];
    const expected = `${wanted.length > 0 ? `the ${wanted.length} pools recorded` : `${pools.size} pools`}, each with its Lease`;
    if (wrong.length > 0)
      return fail(`${wrong.length} pools are lost or broken`, {
        expected,
        seen: wrong.map(({ name, why }) => `${name}: ${why}`).join('; '),
        objects: wrong.map(({ name }) => `ConfigMap/${poolPrefix}${name}`),
      });
    if (lost.length > 0)
      return inconclusive(
        `${lost.length} recorded pools are gone, but the record is ${Math.round(ageSeconds / 60)} minutes old: they may have expired`,
        { expected, seen: `missing: ${lost.join(', ')}` },
      );
    return pass(`${pools.size} pools, each with its lease`, { expected });
  },
});

interface Recorded {
  readonly takenAt: string;
  readonly objects: readonly { readonly kind: string; readonly name: string }[];
  readonly inventory: Readonly<Record<string, readonly string[]>>;
}

/** Pools by their recorded ConfigMaps and Leases, and by what the gateway listed. */
function recordedPools(before: Recorded | null): string[] {
  const named = (before?.objects ?? []).flatMap(({ kind, name }) => {
    if (kind === 'Lease' && name.startsWith(leasePrefix)) return [name.slice(leasePrefix.length)];
    return kind === 'ConfigMap' && name.startsWith(poolPrefix) ? [name.slice(poolPrefix.length)] : [];
  });
  return [...new Set([...named, ...(before?.inventory.pools ?? [])])].sort();
}

const isExpired = (text: string | undefined): boolean => /"state"\s*:\s*"expired"/.test(text ?? '');

function isPool(text: string | undefined): boolean {
  try {
    const pool = JSON.parse(text ?? '') as { spec?: { name?: unknown } } | null;
    return typeof pool?.spec?.name === 'string';
  } catch {
    return false;
  }
}

import { reach } from '../../../suites/host/reach.ts';
import { takeSnapshot } from '../../../suites/operations/record/take-snapshot.ts';
import { SecretHistory } from '../../../suites/probes/helm/secret-history.ts';
import { UndiciProbe } from '../../../suites/probes/http/undici-probe.ts';
import { ProbeError } from '../../../suites/probes/probe-error.ts';
import { type ObservedRelease, observeRelease } from '../../../suites/release/observe.ts';
import type { ReleaseSnapshot } from '../../../suites/release/snapshot.ts';
import type { CliContext } from '../context.ts';
import { noRelease, type OpenRelease } from './open-release.ts';

const inventorySeconds = 30;

/** The release as it is now. What this user may not read, or cannot reach from here, is named in the record. */
export async function liveSnapshot(
  context: CliContext,
  opened: OpenRelease,
  url: string | null,
): Promise<ReleaseSnapshot> {
  const { profile, reader, release, config, namespace } = opened;
  const found = await observe(opened);
  if (!found) throw noRelease(opened);
  const http = context.owner.use(new UndiciProbe());
  const apiKey = context.env.SEATRIAL_API_KEY ?? null;
  const reached = profile.inventory
    ? await reach({ config, http, platform: profile, namespace, release, url, apiKey }).catch(asTrouble)
    : null;
  const snapshot = await takeSnapshot({
    platform: profile,
    subject: found.subject,
    endpoint: reached && 'endpoint' in reached ? reached.endpoint : null,
    kubernetes: reader,
    helm: new SecretHistory(reader, release),
    http,
    now: new Date(),
    signal: AbortSignal.any([context.owner.signal, AbortSignal.timeout(inventorySeconds * 1000)]),
  });
  if (!reached || 'endpoint' in reached) return snapshot;
  const missing = snapshot.missing.map((one) =>
    one.part === 'inventory' ? { ...one, reason: reached.trouble.slice(0, 300) } : one,
  );
  return { ...snapshot, missing };
}

/** Without the right to look for the platform it is not asked; the rest of the record is as good. */
function asTrouble(error: unknown): { trouble: string } {
  if (error instanceof ProbeError) return { trouble: error.message };
  throw error;
}

/** Helm's own revision where its Secrets may be read, else the workloads' own. */
async function observe({ reader, release, profile }: OpenRelease): Promise<ObservedRelease | null> {
  const query = { release, tagOf: profile.tagOf, operator: profile.operator };
  try {
    return await observeRelease(reader, { ...query, revisions: 'helm' });
  } catch (error) {
    if (!(error instanceof ProbeError && error.code === 'forbidden')) throw error;
    return observeRelease(reader, { ...query, revisions: 'workloads' });
  }
}

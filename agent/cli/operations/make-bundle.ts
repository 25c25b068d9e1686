import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { count } from '../../../reports/view/text.ts';
import { packBundle, sha256 } from '../../../suites/operations/bundle/archive.ts';
import { collectBundle } from '../../../suites/operations/bundle/collect.ts';
import { usualLimits } from '../../../suites/operations/bundle/collect-logs.ts';
import { ApiAnyKind } from '../../../suites/operations/bundle/collect-objects.ts';
import { hashingKey, keyFingerprint } from '../../../suites/operations/bundle/signature.ts';
import { SecretHistory } from '../../../suites/probes/helm/secret-history.ts';
import { ApiLogs } from '../../../suites/probes/kubernetes/api-logs.ts';
import { ProbeError } from '../../../suites/probes/probe-error.ts';
import type { CliContext, ExitCode } from '../context.ts';
import { CliError } from '../errors.ts';
import { createSteps } from '../steps.ts';
import { bundleKey } from './bundle-key.ts';
import { liveSnapshot } from './live-snapshot.ts';
import { type OpenRelease, openRelease } from './open-release.ts';
import type { ReleaseOptions } from './release-options.ts';

export interface BundleOptions extends ReleaseOptions {
  readonly file: string | undefined;
  readonly sinceSeconds: number;
  readonly key: string | undefined;
  readonly record: string | undefined;
  readonly snapshot: string | undefined;
}

/** `seatrial bundle`. */
export async function makeBundle(context: CliContext, options: BundleOptions): Promise<ExitCode> {
  const key = await bundleKey(context.env, options.key);
  const given = await documents(options);
  const opened = await openRelease(context, options);
  const { config, reader, namespace, release } = opened;
  const now = new Date();
  const stamp = now.toISOString().replace(/[-:]|\.\d+/g, '');
  const file = options.file ?? `seatrial-bundle-${namespace}-${stamp}.tgz`;
  using steps = createSteps(context.stderr, context.env);
  const { bundle, archive } = await steps.step('bundle', 'objects', async (update) => {
    const snapshot = await snapshotNow(context, opened);
    const made = await collectBundle({
      reader,
      any: new ApiAnyKind(config, namespace),
      logs: new ApiLogs(config, namespace),
      helm: new SecretHistory(reader, release),
      release,
      limits: { ...usualLimits, sinceSeconds: options.sinceSeconds },
      hashingKey: hashingKey(key),
      documents: { ...given, ...(snapshot && { 'seatrial/snapshot-now.json': snapshot }) },
      known: [context.env.SEATRIAL_API_KEY ?? ''].filter(Boolean),
      seatrial: context.version,
      now,
      signal: context.owner.signal,
      progress: update,
    });
    update('packing');
    const packed = await packBundle(
      basename(file).replace(/\.(tgz|tar\.gz)$/, ''),
      made.redacted.files,
      key,
      now,
    );
    await writeFile(file, packed, { mode: 0o600 });
    const { files, report, hunted } = made.redacted;
    const text = `${count(files.length, 'file')}, ${Math.ceil(packed.length / 1024)} KiB; ${count(report.length, 'place')} redacted, ${count(hunted, 'secret value')} hunted`;
    return {
      text,
      value: { bundle: made, archive: packed },
      state: made.secretsRead ? ('pass' as const) : ('inconclusive' as const),
      details: made.notes.slice(0, 12),
    };
  });
  context.stdout.write(
    `${file}\n  sha256 ${sha256(archive)}\n  signed ${keyFingerprint(key.publicPem)}\nLook before you send it: tar -xzf ${file}; what was taken out is in redaction-report.json.\n`,
  );
  return bundle.secretsRead ? 0 : 2;
}

/** Null where there is no such release: then the namespace is all there is to tell of. */
async function snapshotNow(context: CliContext, opened: OpenRelease): Promise<object | null> {
  try {
    return await liveSnapshot(context, opened, null);
  } catch (error) {
    if (error instanceof CliError || error instanceof ProbeError) return null;
    throw error;
  }
}

async function documents({ record, snapshot }: BundleOptions): Promise<Record<string, object>> {
  const given = { 'seatrial/record.json': record, 'seatrial/snapshot.json': snapshot };
  const read = Object.entries(given).flatMap(([path, file]) => (file === undefined ? [] : [{ path, file }]));
  return Object.fromEntries(
    await Promise.all(
      read.map(async ({ path, file }) => {
        const text = await readFile(file, 'utf8');
        try {
          return [path, JSON.parse(text) as object] as const;
        } catch (cause) {
          throw new CliError(
            'usage',
            `${file} is no JSON: give what \`seatrial run -o json\` or \`seatrial record\` wrote.`,
            cause,
          );
        }
      }),
    ),
  );
}

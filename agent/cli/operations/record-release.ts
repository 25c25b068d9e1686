import { writeFile } from 'node:fs/promises';
import { count } from '../../../reports/view/text.ts';
import type { CliContext, ExitCode } from '../context.ts';
import { liveSnapshot } from './live-snapshot.ts';
import { openRelease } from './open-release.ts';
import type { ReleaseOptions } from './release-options.ts';

/** `seatrial record`. */
export async function recordRelease(
  context: CliContext,
  options: ReleaseOptions & { readonly url: string | null; readonly file: string | undefined },
): Promise<ExitCode> {
  const snapshot = await liveSnapshot(context, await openRelease(context, options), options.url);
  const text = `${JSON.stringify(snapshot, null, 2)}\n`;
  for (const { part, reason } of snapshot.missing)
    context.stderr.write(`seatrial: without ${part}: ${reason}\n`);
  if (options.file === undefined || options.file === '-') {
    context.stdout.write(text);
    return 0;
  }
  await writeFile(options.file, text, { mode: 0o600 });
  const { release, namespace, tag, helm, workloads, pods, objects } = snapshot;
  const what = [tag, helm && `Helm revision ${helm.revision}`].filter(Boolean).join(', ');
  context.stdout.write(
    `Recorded ${release} in ${namespace}${what ? ` (${what})` : ''}: ${count(workloads.length, 'workload')}, ${count(pods.length, 'pod')}, ${count(objects.length, 'object')} → ${options.file}\n` +
      `What changes from now on: seatrial diff ${options.file}\n`,
  );
  return 0;
}

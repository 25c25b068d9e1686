import { createScreen } from '../../../reports/console/screen.ts';
import { diffSnapshots } from '../../../suites/operations/diff/diff-snapshots.ts';
import type { CliContext, ExitCode } from '../context.ts';
import { CliError } from '../errors.ts';
import { diffLines } from './diff-lines.ts';
import { liveSnapshot } from './live-snapshot.ts';
import { openRelease } from './open-release.ts';
import { readSnapshot } from './read-snapshot.ts';

export interface DiffRequest {
  readonly before: string;
  /** A file, or `live`. */
  readonly after: string;
  readonly url: string | null;
  readonly kubeContext: string | undefined;
  readonly json: boolean;
  /** Answer 1 where something changed. */
  readonly exitCode: boolean;
}

/** `seatrial diff`. */
export async function diffRelease(context: CliContext, request: DiffRequest): Promise<ExitCode> {
  const before = await readSnapshot(request.before);
  const { platform, release, namespace } = before;
  const { kubeContext } = request;
  const after =
    request.after === 'live'
      ? await liveSnapshot(
          context,
          await openRelease(context, { platform, release, namespace, kubeContext }),
          request.url,
        )
      : await readSnapshot(request.after);
  if (after.release !== release || after.platform !== platform)
    throw new CliError(
      'usage',
      `${request.before} is of ${platform}/${release} and ${request.after} of ${after.platform}/${after.release}: compare records of one release.`,
    );
  const diff = diffSnapshots(before, after);
  if (request.json) context.stdout.write(`${JSON.stringify(diff, null, 2)}\n`);
  else {
    const screen = context.owner.use(createScreen(context.stdout, context.env));
    const now = new Date().toISOString();
    screen.print(diffLines(`${namespace}/${release}`, diff, screen.palette, screen.width, now));
  }
  return request.exitCode && diff.changes.length > 0 ? 1 : 0;
}

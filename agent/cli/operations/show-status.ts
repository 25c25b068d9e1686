import { setTimeout as sleep } from 'node:timers/promises';
import { createScreen, type Screen } from '../../../reports/console/screen.ts';
import { type ReleaseStatus, releaseStatus } from '../../../suites/operations/status/release-status.ts';
import { ProbeError } from '../../../suites/probes/probe-error.ts';
import type { CliContext, ExitCode } from '../context.ts';
import { noRelease, type OpenRelease, openRelease } from './open-release.ts';
import type { ReleaseOptions } from './release-options.ts';
import { statusLines } from './status-lines.ts';

const pollMs = 1000;
/** A release that just looked settled may only be between two steps: it must stay so. */
const quietPolls = 3;

export interface StatusRequest extends ReleaseOptions {
  readonly watch: boolean;
  readonly json: boolean;
}

/** `seatrial status`: 0 settled, 1 stuck, 2 still rolling out or not all could be read. */
export async function showStatus(context: CliContext, request: StatusRequest): Promise<ExitCode> {
  const opened = await openRelease(context, request);
  const screen = context.owner.use(createScreen(context.stdout, context.env));
  let status = await read(opened);
  if (request.watch) status = await watch(context, opened, screen, status, request.json);
  else if (request.json) context.stdout.write(`${JSON.stringify(status, null, 2)}\n`);
  else screen.print(statusLines(status, screen.palette, screen.width));
  if (status.settled) return status.unread.length === 0 ? 0 : 2;
  return status.hopeless ? 1 : 2;
}

async function read(opened: OpenRelease): Promise<ReleaseStatus> {
  const { reader, release, profile } = opened;
  const status = await releaseStatus(reader, { release, tagOf: profile.tagOf, now: new Date() });
  if (!status) throw noRelease(opened);
  return status;
}

/** Redraws in place until the release is settled and stays so; where no terminal is, each change is printed. */
async function watch(
  context: CliContext,
  opened: OpenRelease,
  screen: Screen,
  first: ReleaseStatus,
  json: boolean,
): Promise<ReleaseStatus> {
  const { signal } = context.owner;
  let status = first;
  let trouble: string | null = null;
  let told = '';
  let quiet = 0;
  const lines = (spinner?: string): string[] => [
    ...statusLines(status, screen.palette, screen.width, spinner),
    ...(trouble
      ? [`  ${screen.palette.yellow('?')} ${trouble}; as of ${status.takenAt.slice(11, 19)} UTC`]
      : []),
  ];
  // However the watch ends, what it saw last stays on the screen.
  using _last = {
    [Symbol.dispose]: () => {
      screen.zone(null);
      if (!json && screen.live) screen.print(lines());
    },
  };
  for (;;) {
    const { takenAt: _, ...content } = status;
    const now = JSON.stringify(content);
    if (json && now !== told) context.stdout.write(`${JSON.stringify(status)}\n`);
    else if (!json && !screen.live && now !== told) screen.print(lines());
    told = now;
    quiet = status.settled ? quiet + 1 : 0;
    if (quiet >= quietPolls || status.hopeless) break;
    if (!json) screen.zone(lines);
    await sleep(pollMs, undefined, { signal });
    try {
      status = await read(opened);
      trouble = null;
    } catch (error) {
      // A server that is away for a moment is no reason to leave a rollout unwatched.
      if (!(error instanceof ProbeError) || error.code === 'forbidden') throw error;
      signal.throwIfAborted();
      trouble = error.message;
      quiet = 0;
    }
  }
  return status;
}

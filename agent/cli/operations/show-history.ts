import { hang } from '../../../reports/console/layout.ts';
import { createScreen, type Screen } from '../../../reports/console/screen.ts';
import { moment, plain } from '../../../reports/view/text.ts';
import { type ReleaseHistory, releaseHistory } from '../../../suites/operations/history/release-history.ts';
import { SecretHistory } from '../../../suites/probes/helm/secret-history.ts';
import { ProbeError } from '../../../suites/probes/probe-error.ts';
import { apiResources } from '../../resources/api-resources.ts';
import type { CliContext, ExitCode } from '../context.ts';
import { CliError } from '../errors.ts';
import { type OpenRelease, openRelease } from './open-release.ts';
import type { ReleaseOptions } from './release-options.ts';
import { tableLines } from './table-lines.ts';

/** `seatrial history`. */
export async function showHistory(
  context: CliContext,
  request: ReleaseOptions & { readonly json: boolean },
): Promise<ExitCode> {
  const opened = await openRelease(context, request);
  const { reader, release, namespace, profile } = opened;
  const revisions = await new SecretHistory(reader, release).revisions();
  if (revisions.length === 0)
    throw new CliError(
      'unavailable',
      `Helm has no history of ${release} in namespace ${namespace}: see --release and --namespace, or it was not installed by Helm.`,
    );
  const history = releaseHistory(revisions, {
    release,
    namespace,
    tagOf: profile.tagOf,
    verified: await lastVerified(opened),
    forwardOnly: profile.forwardOnly && ((from, to) => profile.forwardOnly!(from, to)),
  });
  if (request.json) context.stdout.write(`${JSON.stringify(history, null, 2)}\n`);
  else {
    const screen = context.owner.use(createScreen(context.stdout, context.env));
    screen.print(historyLines(history, screen, new Date().toISOString()));
  }
  return 0;
}

/** What the agent verified last; null without an agent, or without the right to ask. */
async function lastVerified({ config, namespace, release }: OpenRelease) {
  try {
    const trials = await apiResources(config).trials.list(namespace);
    return trials.find(({ spec }) => spec.release === release)?.status.lastVerified ?? null;
  } catch (error) {
    if (error instanceof ProbeError) return null;
    throw error;
  }
}

const heads = ['REVISION', 'TAG', 'CHART', 'APP', 'STATUS', 'WHEN', 'VERIFIED', 'DESCRIPTION'];

export function historyLines(
  { release, namespace, revisions, wayBack }: ReleaseHistory,
  { palette, width }: Pick<Screen, 'palette' | 'width'>,
  now: string,
): string[] {
  const { bold, cyan, dim, green, red, yellow } = palette;
  const when = (at: string): string => (Number.isNaN(Date.parse(at)) ? '–' : moment(at, now));
  const statusText = (status: string): string =>
    status === 'deployed'
      ? green(status)
      : status === 'failed'
        ? red(status)
        : status.startsWith('pending')
          ? yellow(status)
          : dim(status);
  const rows = revisions.map(
    ({ revision, tag, chart, appVersion, status, updatedAt, verifiedAt, description }) => [
      bold(String(revision)),
      plain(tag ?? '–'),
      plain(chart),
      plain(appVersion ?? '–'),
      statusText(plain(status)),
      when(updatedAt),
      verifiedAt ? green(`✔ ${when(verifiedAt)}`) : dim('–'),
      plain(description),
    ],
  );
  return [
    '',
    `${bold('History')}  ${bold(cyan(plain(`${namespace}/${release}`)))}`,
    '',
    ...tableLines([heads.map((head) => dim(head)), ...rows], width),
    '',
    ...hang(`  ${bold('Way back')}   `, 13, plain(wayBack.reason), width),
    ...(wayBack.command === null ? [] : [`             ${cyan(wayBack.command)}`]),
    '',
  ];
}

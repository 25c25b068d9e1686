import { writeFile } from 'node:fs/promises';
import { bundleSignature, bundleSignatureId } from '../../../suites/checks/preflight/bundle-signature.ts';
import { deployedIfReadable } from '../../../suites/checks/preflight/deployed.ts';
import { prepareLocalRun } from '../../../suites/host/local-run.ts';
import { readYaml } from '../../../suites/host/own/read-yaml.ts';
import { systemClock } from '../../../suites/host/system-clock.ts';
import { endpointAt } from '../../../suites/platforms/endpoint.ts';
import type { Platform } from '../../../suites/platforms/platform.ts';
import { SecretHistory } from '../../../suites/probes/helm/secret-history.ts';
import { UndiciProbe } from '../../../suites/probes/http/undici-probe.ts';
import { recordOf } from '../../../suites/record/record.ts';
import { noSettings, settings as settingsShape } from '../../../suites/settings.ts';
import { blocking, type Suite } from '../../../suites/suite.ts';
import type { CliContext, ExitCode } from '../context.ts';
import { CliError } from '../errors.ts';
import { noRelease, openRelease } from '../operations/open-release.ts';
import { readSnapshot } from '../operations/read-snapshot.ts';
import type { ReleaseOptions } from '../operations/release-options.ts';
import { consoleFor, exitCodeOf, formatNamed, storeReports } from '../outputs.ts';
import { renderTarget } from './render-target.ts';
import type { TargetOptions } from './target-options.ts';

export interface PreflightRequest extends ReleaseOptions, TargetOptions {
  readonly allowedSkips: readonly string[];
  readonly settingsFile: string | undefined;
  /** What `seatrial record` wrote while the release was well. */
  readonly before: string | undefined;
  readonly verified: number | undefined;
  readonly bundle: string | undefined;
  readonly signature: string | undefined;
  readonly timeoutSeconds: number;
  readonly output: string;
  readonly reportFolder: string | undefined;
  /** The record of this run goes there. */
  readonly recordFile: string | undefined;
  readonly printRole: boolean;
}

/** `seatrial preflight`: asks what is asked before an upgrade. Answers the verdict as an exit code. */
export async function runPreflight(context: CliContext, request: PreflightRequest): Promise<ExitCode> {
  const opened = await openRelease(context, request);
  const suite = opened.profile.suites.preflight;
  if (!suite)
    throw new CliError('usage', `The platform ${request.platform} has no preflight: use another one.`);
  if (request.printRole) {
    const { roleText } = await import('./print-role.ts');
    context.stdout.write(roleText(opened.profile, opened.namespace));
    return 0;
  }
  const { config, reader, namespace, release } = opened;
  const platform = withPreflight(opened.profile, withBundle(suite, request));
  const settings = {
    ...(request.settingsFile ? await readYaml(request.settingsFile, settingsShape, 'settings') : noSettings),
    ...(request.verified !== undefined && { verifiedRevision: request.verified }),
  };
  const before = request.before === undefined ? undefined : await readSnapshot(request.before);
  const deployed = await deployedIfReadable(new SecretHistory(reader, release));
  const target =
    request.chart === undefined
      ? undefined
      : await renderTarget(context, {
          ...request,
          tagOf: platform.tagOf,
          deployedValues: deployed?.values ?? null,
        });
  const console = consoleFor(context, request.output);
  const run = await prepareLocalRun({
    config,
    namespace,
    release,
    platform,
    // Nothing is asked of the platform itself: it may be down, or out of reach from here.
    endpoint: endpointAt(platform, platform.defaultUrl(namespace, release), null),
    suites: ['preflight'],
    bench: {},
    deadlineSeconds: request.timeoutSeconds,
    settle: null,
    allowedSkips: request.allowedSkips,
    purpose: 'preflight',
    settings,
    ...(before && { before }),
    ...(target && { target }),
    code: context.version,
    http: context.owner.use(new UndiciProbe()),
    load: { run: () => Promise.reject(new Error('a preflight makes no load')) },
    clock: systemClock,
    observer: console,
  });
  if (!run) throw noRelease(opened);
  const record = recordOf(run.plan, await run.finish(context.owner.signal));
  await console.finished?.(record);
  if (request.reportFolder !== undefined) await storeReports(record, request.reportFolder, console);
  if (request.recordFile !== undefined)
    await writeFile(request.recordFile, `${JSON.stringify(record, null, 2)}\n`);
  const format = formatNamed(request.output);
  if (format) context.stdout.write(await format.render(record));
  return exitCodeOf(record);
}

const withPreflight = (platform: Platform, preflight: Suite): Platform => ({
  ...platform,
  suites: { ...platform.suites, preflight },
});

/** A bundle that is given is verified, also for a platform that has none of its own. */
function withBundle(suite: Suite, { bundle, signature }: PreflightRequest): Suite {
  if (bundle === undefined && signature === undefined) return suite;
  if (bundle === undefined || signature === undefined)
    throw new CliError('usage', '--bundle and --signature belong together: give both.');
  const others = suite.entries.filter(({ check }) => check.id !== bundleSignatureId);
  return { ...suite, entries: [...others, blocking(bundleSignature({ bundle, signature }), 1)] };
}

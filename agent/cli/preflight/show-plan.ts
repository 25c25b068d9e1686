import { createScreen } from '../../../reports/console/screen.ts';
import { deployedIn } from '../../../suites/checks/preflight/deployed.ts';
import { planUpgrade } from '../../../suites/operations/plan/plan-upgrade.ts';
import { identity } from '../../../suites/operations/plan/same-object.ts';
import type { UpgradePlan } from '../../../suites/operations/plan/upgrade-plan.ts';
import { SecretHistory } from '../../../suites/probes/helm/secret-history.ts';
import { observeRelease } from '../../../suites/release/observe.ts';
import type { CliContext, ExitCode } from '../context.ts';
import { CliError } from '../errors.ts';
import { openRelease } from '../operations/open-release.ts';
import type { ReleaseOptions } from '../operations/release-options.ts';
import { liveObjects } from './live-objects.ts';
import { planLines } from './plan-lines.ts';
import { renderTarget } from './render-target.ts';
import type { TargetOptions } from './target-options.ts';

export interface PlanRequest extends ReleaseOptions, TargetOptions {
  readonly json: boolean;
}

/** `seatrial plan`. */
export async function showPlan(context: CliContext, request: PlanRequest): Promise<ExitCode> {
  if (request.chart === undefined)
    throw new CliError('usage', 'There is nothing to plan: name the chart with --chart.');
  const { profile, config, reader, namespace, release } = await openRelease(context, request);
  const deployed = deployedIn(await new SecretHistory(reader, release).revisions());
  const query = {
    release,
    revisions: 'workloads' as const,
    tagOf: profile.tagOf,
    operator: profile.operator,
  };
  const observed = await observeRelease(reader, query);
  const target = await renderTarget(context, {
    ...request,
    tagOf: profile.tagOf,
    deployedValues: deployed?.values ?? null,
  });
  const wanted = new Map(
    [...(deployed?.objects ?? []), ...target.objects].map((object) => [identity(object, namespace), object]),
  );
  const live = await liveObjects(config, namespace, [...wanted.values()], context.owner.signal);
  const tagNow = observed?.subject.tag ?? null;
  const plan = planUpgrade({ release, namespace, deployed, target, live, tagNow });
  if (request.json) context.stdout.write(`${JSON.stringify(plan, null, 2)}\n`);
  else {
    const screen = context.owner.use(createScreen(context.stdout, context.env));
    screen.print(planLines(plan, screen.palette, screen.width));
  }
  return wouldFail(plan) ? 1 : 0;
}

const wouldFail = ({ trouble, impossible, values, resets }: UpgradePlan): boolean =>
  trouble !== null ||
  impossible.length > 0 ||
  values.required.length > 0 ||
  resets.some(({ conflictsWith }) => conflictsWith !== null);

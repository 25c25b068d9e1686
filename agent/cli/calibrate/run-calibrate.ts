import type { CalibrationStore } from '../../../suites/bench/baseline-store.ts';
import type { RunObserver } from '../../../suites/engine/ports.ts';
import type { CliContext, ExitCode } from '../context.ts';
import { readInputs } from '../own/inputs.ts';
import { type LocalRunRequest, planLocally } from '../run-locally.ts';
import { type CalibrateOptions, calibrateRelease } from './calibrate-release.ts';
import { usualStatePath } from './state-file.ts';

export interface CalibrateRequest
  extends Pick<
      LocalRunRequest,
      'platform' | 'release' | 'namespace' | 'url' | 'kubeContext' | 'alone' | 'timeoutSeconds' | 'files'
    >,
    Omit<CalibrateOptions, 'state'> {
  /** Where the runs are kept; the user's state folder unless given. */
  readonly state: string | undefined;
  /** Writes what was found beside the accepted runs of each key. */
  readonly save: boolean;
}

/** `seatrial calibrate`: runs the release that is deployed against itself, and tells what can be found by it. */
export async function runCalibrate(context: CliContext, request: CalibrateRequest): Promise<ExitCode> {
  const observer: RunObserver = {};
  const { run, config } = await planLocally(
    context,
    { ...request, suites: ['bench'], allowedSkips: [], maxRuns: undefined },
    await readInputs(request.platform, request.files),
    { observer },
  );
  const { namespace, release, alone = false } = request;
  const store = async (): Promise<CalibrationStore> => {
    const { apiResources } = await import('../../resources/api-resources.ts');
    const { ResourceBaselines } = await import('../../resources/resource-baselines.ts');
    return new ResourceBaselines(apiResources(config).baselines, namespace);
  };
  const where = { context: config.getCurrentContext(), namespace, release, alone };
  return calibrateRelease(context, run, {
    ...request,
    observer,
    state: request.state ?? usualStatePath(context.env, where),
    ...(request.save && { store }),
  });
}

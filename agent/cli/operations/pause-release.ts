import { createScreen } from '../../../reports/console/screen.ts';
import { count, plain } from '../../../reports/view/text.ts';
import { type PausePorts, pauseAll, resumeAll } from '../../../suites/operations/pause/pause.ts';
import type { Step } from '../../../suites/operations/pause/plan-pause.ts';
import { ApiScaledObjectPatcher } from '../../../suites/operations/pause/scaled-object-patcher.ts';
import { ApiReader } from '../../../suites/probes/kubernetes/api-reader.ts';
import type { CliContext, ExitCode } from '../context.ts';
import { loadKubeConfig } from '../kubernetes.ts';

export interface PauseRequest {
  readonly namespace: string;
  readonly kubeContext: string | undefined;
  readonly dryRun: boolean;
  readonly json: boolean;
}

/** `seatrial pause`. */
export const pauseRelease = (
  context: CliContext,
  request: PauseRequest & { readonly forSeconds: number },
): Promise<ExitCode> => act(context, request, (ports) => pauseAll(ports, request.forSeconds * 1000));

/** `seatrial resume`. */
export const resumeRelease = (
  context: CliContext,
  request: PauseRequest & { readonly all: boolean; readonly expiredOnly: boolean },
): Promise<ExitCode> => act(context, request, (ports) => resumeAll(ports, request));

async function act(
  context: CliContext,
  { namespace, kubeContext, dryRun, json }: PauseRequest,
  work: (ports: PausePorts) => Promise<Step[]>,
): Promise<ExitCode> {
  const config = await loadKubeConfig(context.env, kubeContext);
  const screen = context.owner.use(createScreen(context.stdout, context.env));
  const { green, cyan, dim, yellow } = screen.palette;
  const steps = await work({
    reader: new ApiReader(config, namespace, context.owner.signal),
    patcher: dryRun ? null : new ApiScaledObjectPatcher(config, namespace),
    now: () => new Date(),
    signal: context.owner.signal,
    // Told one by one: whoever stops in the middle knows how far it came.
    onStep: ({ name, annotations, text }) => {
      if (json) return;
      const mark = annotations
        ? dryRun
          ? cyan('~')
          : green('✔')
        : text.startsWith('left alone')
          ? yellow('?')
          : dim('–');
      screen.print([`  ${mark} ScaledObject/${plain(name)}   ${plain(text)}`]);
    },
  });
  if (json) context.stdout.write(`${JSON.stringify({ namespace, dryRun, steps }, null, 2)}\n`);
  else if (steps.length === 0)
    screen.print([`There are no ScaledObjects in ${namespace}: nothing scales there by KEDA.`]);
  else if (dryRun)
    screen.print([
      dim(
        `Nothing was changed; without --dry-run, ${count(steps.filter(({ annotations }) => annotations).length, 'object')} would be.`,
      ),
    ]);
  return steps.some(({ text }) => text.startsWith('left alone')) ? 2 : 0;
}

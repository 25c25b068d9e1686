import type { Command } from 'commander';
import type { CommandSpec, Options } from '../command.ts';
import { textOf } from '../command.ts';
import type { CliContext, ExitCode } from '../context.ts';
import { unwrap } from '../errors.ts';
import { oneOf, wholeNumber } from '../options.ts';

type Commands = typeof import('../../../kind-fixtures/clusters/commands.ts');
type Common = { cluster?: string; name?: string; onChoice?: (why: string) => void };

const common = (command: Command): Command =>
  command
    .option('--cluster <provider>', 'local, kind or existing; without it, what works here')
    .option('--name <name>', "the cluster's name")
    .option('-o, --output <format>', 'text or json', oneOf(['text', 'json'] as const), 'text');

/** What the fixtures' functions answer, whatever its value is. */
type Told = Parameters<typeof unwrap<{ readonly text: string; readonly value: unknown }>>[0];

interface Part {
  readonly summary: string;
  readonly examples: CommandSpec['examples'];
  readonly declare?: (command: Command) => Command;
  /** Answers quickly and is read by programs: which provider is used goes unsaid. */
  readonly quiet?: true;
  run(
    functions: Commands,
    common: Common,
    options: Options,
    args: readonly string[],
    context: CliContext,
  ): Promise<Told>;
}

const parts: Readonly<Record<string, Part>> = {
  up: {
    summary: 'bring up a cluster to try things on',
    examples: [
      ['seatrial cluster up', 'the kind of cluster that works here'],
      ['seatrial cluster up --cluster local --gpus 4', 'a real Kubernetes with four GPUs on its node'],
    ],
    declare: (command) =>
      command
        .option('--gpus <count>', 'how many GPUs the node offers', wholeNumber(0, 64))
        .option('--gpu-product <label>', 'their product label, such as NVIDIA-H100-80GB-HBM3'),
    async run(functions, common, { gpus, gpuProduct }, _args, context) {
      const { createSteps } = await import('../steps.ts');
      const { clusterProgress } = await import('../cluster-progress.ts');
      const steps = context.owner.use(createSteps(context.stderr, context.env));
      return steps.step('cluster', 'coming up', async (update) => {
        const up = await functions.clusterUp({
          ...common,
          ...(typeof gpus === 'number' && { gpus }),
          ...(typeof gpuProduct === 'string' && { gpuProduct }),
          onEvent: (event) => update(clusterProgress(event)),
          signal: context.owner.signal,
        });
        context.owner.signal.throwIfAborted();
        return { text: up.ok ? (up.value.text.split('\n')[0] ?? '') : '', value: up };
      });
    },
  },
  down: {
    summary: 'remove the cluster and everything that it left on the machine',
    examples: [['seatrial cluster down', 'remove the cluster']],
    run: (functions, common) => functions.clusterDown(common),
  },
  status: {
    summary: 'say whether a cluster runs, and its parts',
    examples: [['seatrial cluster status -o json', 'for programs']],
    run: (functions, common) => functions.clusterStatus(common),
  },
  kubeconfig: {
    summary: "print the path of the cluster's kubeconfig",
    examples: [['export KUBECONFIG=$(seatrial cluster kubeconfig)', 'use the cluster with kubectl and helm']],
    quiet: true,
    run: (functions, common) => functions.clusterKubeconfig(common),
  },
  logs: {
    summary: "print the log of one of the cluster's programs, or where all of them are",
    examples: [
      ['seatrial cluster logs', 'list the logs'],
      ['seatrial cluster logs kubelet', 'the end of one'],
    ],
    declare: (command) => command.argument('[program]', 'such as kubelet'),
    quiet: true,
    run: (functions, common, _options, [program]) =>
      functions.clusterLogs({ ...common, ...(program !== undefined && { program }) }),
  },
  'load-image': {
    summary: 'make an image archive usable by pods',
    examples: [['seatrial cluster load-image image.tar', 'an OCI layout or what `docker save` wrote']],
    declare: (command) => command.argument('<archive>', 'path of the archive'),
    run: (functions, common, _options, [archive]) =>
      functions.clusterLoadImage({ ...common, archive: archive! }),
  },
};

/** Clusters to try things on: `seatrial cluster up` and the like. */
export const cluster: CommandSpec = {
  name: 'cluster',
  summary: 'bring up, use and remove clusters to try things on',
  examples: [['seatrial cluster up', 'bring up a cluster to try things on']],
  commands: Object.entries(parts).map(([name, part]) => ({
    name,
    summary: part.summary,
    examples: part.examples,
    declare: (command) => {
      common(command);
      part.declare?.(command);
    },
    run: (context, args, options) => runPart(part, context, args, options),
  })),
};

async function runPart(
  part: Part,
  context: CliContext,
  args: readonly string[],
  options: Options,
): Promise<ExitCode> {
  const functions = await import('../../../kind-fixtures/clusters/commands.ts');
  const asked = textOf(options, 'cluster');
  const name = textOf(options, 'name');
  const told = unwrap(
    await part.run(
      functions,
      {
        ...(asked !== undefined && { cluster: asked }),
        ...(name !== undefined && { name }),
        ...(part.quiet ? {} : { onChoice: (why) => void context.stderr.write(`${why}\n`) }),
      },
      options,
      args,
      context,
    ),
  );
  const text = options.output === 'json' ? JSON.stringify(told.value, null, 2) : told.text;
  context.stdout.write(`${text.trimEnd()}\n`);
  return 0;
}

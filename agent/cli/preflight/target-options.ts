import type { Command } from 'commander';
import { type Options, textOf } from '../command.ts';

/** Which chart and values an upgrade would be made with. */
export interface TargetOptions {
  /** Folder, archive or reference of the chart; undefined where none was given. */
  readonly chart: string | undefined;
  readonly valueFiles: readonly string[];
  /** As Helm's own `--set`. */
  readonly sets: readonly string[];
}

const collect = (value: string, before: string[] = []): string[] => [...before, value];

export const declareTarget = (command: Command): Command =>
  command
    .option('--chart <chart>', 'the chart to upgrade to: a folder or an archive')
    .option('-f, --values <file>', 'values as Helm takes them; may be given again', collect)
    .option('--set <name=value>', 'one value as Helm takes it; may be given again', collect);

export const targetOptions = (options: Options): TargetOptions => ({
  chart: textOf(options, 'chart'),
  valueFiles: (options.values as string[] | undefined) ?? [],
  sets: (options.set as string[] | undefined) ?? [],
});

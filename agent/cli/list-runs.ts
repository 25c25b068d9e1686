import { plain } from '../../reports/view/text.ts';
import { recordOf } from '../../suites/record/record.ts';
import { apiResources } from '../resources/api-resources.ts';
import type { TrialRun } from '../resources/trial-run.ts';
import type { CliContext, ExitCode } from './context.ts';
import { newestFirst } from './follow.ts';
import { loadKubeConfig } from './kubernetes.ts';

/** `seatrial runs`. */
export async function listRuns(
  context: CliContext,
  of: { namespace: string; trial: string | undefined; kubeContext: string | undefined; json: boolean },
): Promise<ExitCode> {
  const config = await loadKubeConfig(context.env, of.kubeContext);
  const found = newestFirst(await apiResources(config).runs.list(of.namespace)).filter(
    (run) => of.trial === undefined || run.spec.trial === of.trial,
  );
  if (of.json) {
    const records = found.map((run) => recordOf(run.spec.plan, run.status.journal));
    context.stdout.write(`${JSON.stringify(records, null, 2)}\n`);
    return 0;
  }
  if (found.length === 0) context.stderr.write(`There are no runs in ${of.namespace}: see -n and --trial.\n`);
  else context.stdout.write(table([heads, ...found.map(row)]));
  return 0;
}

const heads = ['RUN', 'TAG', 'REVISION', 'PHASE', 'VERDICT', 'DECISION', 'STARTED'];

function row({ metadata, spec, status }: TrialRun): string[] {
  return [
    metadata.name,
    spec.tag ?? '–',
    String(spec.occurrence.revision),
    status.phase ?? '–',
    status.verdict ?? '–',
    status.decision ?? '–',
    spec.plan.createdAt.replace(/\.\d+Z$/, 'Z'),
  ].map(plain);
}

function table(rows: readonly string[][]): string {
  const widths = heads.map((_, column) => Math.max(...rows.map((cells) => cells[column]!.length)));
  return rows
    .map(
      (cells) =>
        `${cells
          .map((cell, column) => cell.padEnd(widths[column]!))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}

import { createScreen } from '../../reports/console/screen.ts';
import { consoleReporter, formats } from '../../reports/reporters/index.ts';
import type { Format, Reporter } from '../../reports/reporters/reporter.ts';
import type { RunRecord } from '../../suites/record/record.ts';
import type { CliContext } from './context.ts';
import { exitCodes } from './errors.ts';

export const formatNamed = (name: string): Format | undefined =>
  formats.find((format) => format.name === name);

/** The live console: on standard output when it is the result, beside it when the result is a document. */
export function consoleFor(context: CliContext, output: string): Reporter {
  const stream = output === 'console' ? context.stdout : context.stderr;
  return consoleReporter(context.owner.use(createScreen(stream, context.env)));
}

/** Stores a run's reports in a folder and tells the reporter where. Answers the page's path. */
export async function storeReports(record: RunRecord, folder: string, reporter: Reporter): Promise<void> {
  const { createArtifactStore } = await import('../../reports/artifact-store.ts');
  const written = await createArtifactStore(folder).store(record, formats);
  for (const { format, path } of written.filter((one) => one.format === 'html'))
    reporter.stored?.(format, path);
}

/** A verdict as an exit code. */
export const exitCodeOf = (record: RunRecord): number => exitCodes[record.verdict ?? 'inconclusive'];

import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { type RunRecord, recordVersion, runRecord } from '../../suites/record/record.ts';
import { CliError } from './errors.ts';

const embedded = /<script type="application\/json" id="record">(.*?)<\/script>/s;

/** The record in a JSON file, inside a page, or on standard input (`-`). @throws CliError (`usage`) */
export async function readRecord(file: string): Promise<RunRecord> {
  const name = file === '-' ? 'Standard input' : file;
  const content = file === '-' ? await text(process.stdin) : await readFile(file, 'utf8');
  const json = content.trimStart().startsWith('<') ? (embedded.exec(content)?.[1] ?? content) : content;
  let data: unknown;
  try {
    data = JSON.parse(json);
  } catch (cause) {
    throw new CliError(
      'usage',
      `${name} is not a record: it is neither JSON nor a page of Seatrial's. Give what \`seatrial run -o json\` printed.`,
      cause,
    );
  }
  const version = (data as { version?: unknown } | null)?.version;
  if (typeof version === 'number' && version > recordVersion)
    throw new CliError(
      'usage',
      `${name} was made by a newer Seatrial (record version ${version}, this one reads up to ${recordVersion}): use that one.`,
    );
  const parsed = runRecord.safeParse(data);
  if (parsed.success) return parsed.data;
  const { path, message } = parsed.error.issues[0]!;
  throw new CliError(
    'usage',
    `${name} is not a record of Seatrial's: ${path.join('.') || 'it'}: ${message}.`,
    parsed.error,
  );
}

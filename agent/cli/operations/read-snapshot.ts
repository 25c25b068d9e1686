import { readFile } from 'node:fs/promises';
import { type ReleaseSnapshot, releaseSnapshot } from '../../../suites/release/snapshot.ts';
import { CliError } from '../errors.ts';

/** A record written by `seatrial record`. @throws CliError (`usage`) where the file holds none */
export async function readSnapshot(file: string): Promise<ReleaseSnapshot> {
  const text = await readFile(file, 'utf8');
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    throw new CliError('usage', `${file} is no JSON: give a file that \`seatrial record -o\` wrote.`, cause);
  }
  const parsed = releaseSnapshot.safeParse(content);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new CliError(
    'usage',
    `${file} is no record of a release: ${issue?.path.join('.') || 'it'}: ${issue?.message}. Give a file that \`seatrial record -o\` wrote.`,
  );
}

import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Signature, signatures } from '../../../suites/operations/go-live/signature.ts';
import { CliError } from '../errors.ts';

const fileIn = (folder: string): string => join(folder, 'signatures.json');

/** The signatures that a folder keeps, the oldest first; none where there is no file. @throws CliError (`usage`) */
export async function readSignatures(folder: string): Promise<Signature[]> {
  const file = fileIn(folder);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  try {
    return signatures.parse(JSON.parse(text)).signatures;
  } catch (cause) {
    throw new CliError('usage', `${file} holds no signatures: move it away and sign again.`, cause);
  }
}

/** Adds one; nothing of the file is lost when the process ends in the middle. */
export async function addSignature(folder: string, added: Signature): Promise<void> {
  const all = [...(await readSignatures(folder)), added];
  await mkdir(folder, { recursive: true });
  const half = `${fileIn(folder)}.new`;
  await writeFile(half, `${JSON.stringify({ version: 1, signatures: all }, null, 2)}\n`);
  await rename(half, fileIn(folder));
}

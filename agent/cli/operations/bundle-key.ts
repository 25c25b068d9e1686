import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { newKeyPem, type SigningKey, signingKey } from '../../../suites/operations/bundle/signature.ts';
import { CliError } from '../errors.ts';

/** Where a user's own key lies, made on first use. */
export const ownKeyPath = (env: NodeJS.ProcessEnv): string =>
  join(env.XDG_CONFIG_HOME || join(env.HOME ?? homedir(), '.config'), 'seatrial', 'bundle-key.pem');

/** The key in a file, or the user's own. @throws CliError (`usage`) where the file holds none */
export async function bundleKey(env: NodeJS.ProcessEnv, file: string | undefined): Promise<SigningKey> {
  const path = file ?? ownKeyPath(env);
  const pem = file === undefined ? await ownPem(path) : await readFile(path, 'utf8');
  try {
    return signingKey(pem);
  } catch (cause) {
    throw new CliError(
      'usage',
      `${path} holds no ed25519 private key: make one with \`openssl genpkey -algorithm ed25519\`.`,
      cause,
    );
  }
}

async function ownPem(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  try {
    const pem = newKeyPem();
    await writeFile(path, pem, { mode: 0o600, flag: 'wx' });
    return pem;
  } catch (error) {
    // Another Seatrial was quicker: its key is the user's key.
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return readFile(path, 'utf8');
    throw error;
  }
}

import { mkdir, statfs } from 'node:fs/promises';
import { FixtureError } from './fixture-error.ts';

const gigabyte = 1e9;

/** Makes the folder and refuses when its disk has too little room for what is to come. */
export async function requireSpace(folder: string, bytes: number, what: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw new FixtureError(
      'unavailable',
      `The folder ${folder} cannot be made: ${(error as Error).message}.`,
      { cause: error },
    );
  }
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  if (free >= bytes) return;
  const inGigabytes = (value: number) => (value / gigabyte).toFixed(1);
  throw new FixtureError(
    'unavailable',
    `${what} needs ${inGigabytes(bytes)} GB in ${folder}, where only ${inGigabytes(free)} GB are free: make room and try again.`,
  );
}

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CliContext, ExitCode } from '../context.ts';
import { CliError, exitCodes } from '../errors.ts';

const files = ['seatrial.config.ts', 'checks.yaml'] as const;

/** Copies the templates; what is there stays unless forced. */
export async function scaffold(context: CliContext, folder: string, force: boolean): Promise<ExitCode> {
  await mkdir(folder, { recursive: true });
  for (const name of files) {
    const text = await readFile(new URL(`./templates/${name}.template`, import.meta.url), 'utf8');
    const path = join(folder, name);
    try {
      await writeFile(path, text, { flag: force ? 'w' : 'wx' });
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
      throw new CliError('usage', `${path} is there already: keep it, or overwrite it with --force.`, cause);
    }
    context.stdout.write(`${path}\n`);
  }
  context.stdout.write(
    'Try them with `seatrial check list` and `seatrial check run own.api-answers --checks checks.yaml`.\n',
  );
  return exitCodes.pass;
}

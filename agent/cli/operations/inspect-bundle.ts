import { readFile } from 'node:fs/promises';
import { paletteFor } from '../../../reports/console/palette.ts';
import { count, plain } from '../../../reports/view/text.ts';
import { NotABundle, unpackBundle } from '../../../suites/operations/bundle/archive.ts';
import { diffBundles } from '../../../suites/operations/bundle/diff-bundles.ts';
import { verifyBundle } from '../../../suites/operations/bundle/verify-bundle.ts';
import type { CliContext, ExitCode } from '../context.ts';
import { CliError } from '../errors.ts';

/** `seatrial bundle verify`: 0 as it was signed, 1 not. */
export async function checkBundle(
  context: CliContext,
  of: { readonly file: string; readonly key: string | undefined; readonly json: boolean },
): Promise<ExitCode> {
  const expected = of.key === undefined ? null : await readFile(of.key, 'utf8');
  const found = verifyBundle(await open(of.file), expected);
  if (of.json) context.stdout.write(`${JSON.stringify(found, null, 2)}\n`);
  else {
    const { green, red, yellow } = paletteFor(context.stdout, context.env);
    const lines = found.intact
      ? [`  ${green('✔')} ${count(found.files, 'file')} as they were signed by ${found.signer}`]
      : found.problems.map((problem) => `  ${red('✖')} ${plain(problem)}`);
    if (found.intact && found.trusted === null)
      lines.push(
        `  ${yellow('!')} The key came with the bundle: compare its fingerprint with the sender's, or give their key with --key.`,
      );
    context.stdout.write(`${lines.join('\n')}\n`);
  }
  return found.intact ? 0 : 1;
}

/** `seatrial bundle diff`. */
export async function compareBundles(
  context: CliContext,
  of: { readonly before: string; readonly after: string; readonly json: boolean },
): Promise<ExitCode> {
  const changes = diffBundles(await open(of.before), await open(of.after));
  if (of.json) {
    context.stdout.write(`${JSON.stringify(changes, null, 2)}\n`);
    return 0;
  }
  const { green, red, cyan, dim, bold, yellow } = paletteFor(context.stdout, context.env);
  const lines = changes.flatMap(({ path, change, plus, minus, more }) => [
    `${{ added: green('+'), removed: red('−'), changed: cyan('~'), unread: yellow('?') }[change]} ${bold(path)}${change === 'unread' ? ' could not be read in one of them' : ''}`,
    ...minus.map((line) => `    ${red(`- ${plain(line)}`)}`),
    ...plus.map((line) => `    ${green(`+ ${plain(line)}`)}`),
    ...(more > 0 ? [dim(`    and ${count(more, 'more line')}`)] : []),
  ]);
  context.stdout.write(
    lines.length > 0 ? `${lines.join('\n')}\n` : 'Nothing differs but logs, Events and times.\n',
  );
  return 0;
}

async function open(file: string): Promise<Map<string, Buffer>> {
  try {
    return await unpackBundle(await readFile(file));
  } catch (error) {
    if (error instanceof NotABundle)
      throw new CliError('usage', `${file} is no bundle of Seatrial's: ${error.message}.`, error);
    throw error;
  }
}

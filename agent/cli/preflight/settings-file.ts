import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { noSettings, type Settings, settings } from '../../../suites/settings.ts';
import { CliError } from '../errors.ts';

/** Settings from a YAML or JSON file; none without one. @throws CliError (`usage`) */
export async function readSettings(file: string | undefined): Promise<Settings> {
  if (file === undefined) return noSettings;
  let content: unknown;
  try {
    content = parse(await readFile(file, 'utf8'));
  } catch (cause) {
    if ((cause as { code?: string }).code !== undefined && 'path' in (cause as object)) throw cause;
    throw new CliError(
      'usage',
      `${file} is neither YAML nor JSON: ${(cause as Error).message.split('\n')[0]}.`,
      cause,
    );
  }
  const parsed = settings.safeParse(content ?? {});
  if (parsed.success) return parsed.data;
  const { path, message } = parsed.error.issues[0]!;
  throw new CliError(
    'usage',
    `${file} is no file of settings: ${path.join('.') || 'it'}: ${message}.`,
    parsed.error,
  );
}

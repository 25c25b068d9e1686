import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { signature } from '../../../suites/operations/go-live/signature.ts';
import type { CliContext, ExitCode } from '../context.ts';
import { CliError, exitCodes } from '../errors.ts';
import { type InputFiles, readInputs } from '../own/inputs.ts';
import { addSignature } from './signature-file.ts';

export interface SignRequest {
  readonly platform: string;
  readonly folder: string;
  readonly files: InputFiles;
  readonly name: string | undefined;
  readonly item: string | undefined;
  readonly note: string | undefined;
}

/** Keeps a person's word on an item beside the document. @throws CliError (`usage`) */
export async function signItem(context: CliContext, request: SignRequest): Promise<ExitCode> {
  const { platform } = await readInputs(request.platform, request.files);
  const items = platform.goLive ?? [];
  const item = items.find(({ id }) => id === request.item);
  if (!item || request.name === undefined)
    throw new CliError(
      'usage',
      `Give a name with --sign and an item with --item: one of ${items.map(({ id }) => id).join(', ') || 'none on this platform'}.`,
    );
  const parsed = signature.safeParse({
    item: item.id,
    name: request.name,
    at: new Date().toISOString(),
    tag: await lastTag(request.folder),
    ...(request.note !== undefined && { note: request.note }),
  });
  if (!parsed.success)
    throw new CliError('usage', `It cannot be signed so: ${parsed.error.issues[0]?.message}.`);
  await addSignature(request.folder, parsed.data);
  context.stdout.write(
    `${item.id} is signed by ${parsed.data.name}${parsed.data.tag ? ` for ${parsed.data.tag}` : ''}: ${item.title}\n`,
  );
  return exitCodes.pass;
}

/** The release that the folder's last review was of; null before the first one. */
const lastTag = (folder: string): Promise<string | null> =>
  readFile(join(folder, 'go-live.json'), 'utf8').then(
    (text) => (JSON.parse(text) as { tag?: string | null }).tag ?? null,
    () => null,
  );

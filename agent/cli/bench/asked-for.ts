import { readFile } from 'node:fs/promises';
import type { LoadPlanInput } from '../../../load/plan.ts';
import type { Protocol } from '../../../load/protocols/index.ts';
import { loadWorkloadOf } from '../../../suites/platforms/workload.ts';
import { CliError } from '../errors.ts';
import { defaultWorkload } from './default-workload.ts';
import { secondsOf } from './parse.ts';
import type { BenchInputs } from './read-files.ts';
import type { BenchRequest } from './request.ts';

type Asked = LoadPlanInput['workload'];

/** So many different ones are made up, so that no cache answers for the service. */
const madeUp = 64;

/** What the requests ask for: the command line's texts or clips, or the workload's, or what suits the protocol. */
export async function askedFor(
  request: Pick<BenchRequest, 'text' | 'characters' | 'clip' | 'batch' | 'pace' | 'seed' | 'params'>,
  inputs: BenchInputs,
  protocol: Protocol,
): Promise<Asked> {
  const base = inputs.workload ? loadWorkloadOf(inputs.workload) : defaultWorkload(protocol);
  const { batch, pace, seed } = request;
  return {
    ...base,
    ...((await said(request, inputs, protocol)) ?? {}),
    ...(batch !== undefined && { batch }),
    ...(pace !== undefined && { pace }),
    ...(seed !== undefined && { seed }),
    params: { ...base.params, ...typed(request.params, protocol) },
  };
}

async function said(
  { text, characters, clip }: Pick<BenchRequest, 'text' | 'characters' | 'clip'>,
  { texts }: BenchInputs,
  protocol: Protocol,
): Promise<Pick<Asked, 'texts' | 'clips'> | null> {
  const given = [text, texts, characters, clip].filter((one) => one !== undefined);
  if (given.length > 1)
    throw new CliError('usage', 'Choose one of --text, --texts, --characters and --clip.');
  if (given.length === 0) return null;
  const listens = protocol.clip !== undefined;
  if (listens !== (clip !== undefined))
    throw new CliError(
      'usage',
      listens
        ? `${protocol.id} listens: say with --clip what it is to hear.`
        : `${protocol.id} takes texts: say them with --text, --texts or --characters.`,
    );
  if (clip) return { texts: [], clips: await Promise.all(clip.map(clipOf)) };
  const wanted = texts ?? text ?? characters!.map((one) => ({ characters: one, count: madeUp }));
  return { texts: [...wanted], clips: [] };
}

/** A WAV file, or how long a made-up one is to be. */
async function clipOf(text: string): Promise<NonNullable<Asked['clips']>[number]> {
  const seconds = secondsOf(text);
  if (seconds > 0) return { seconds, count: 8 };
  return { wav: (await readFile(text)).toString('base64') };
}

/** Parameters come as text: what the protocol has as a number or a switch stays one, and so does what looks like one where it has none. */
function typed(
  params: Readonly<Record<string, string>>,
  protocol: Protocol,
): Record<string, string | number | boolean> {
  const known: Readonly<Record<string, unknown>> = protocol.params;
  return Object.fromEntries(
    Object.entries(params).map(([name, text]) => {
      if (!Object.hasOwn(known, name)) {
        const names = Object.keys(known).join(', ') || 'none';
        throw new CliError('usage', `${protocol.id} has no parameter ${name}: it takes ${names}.`);
      }
      return [name, typedLike(known[name], text, name)];
    }),
  );
}

function typedLike(usual: unknown, text: string, name: string): string | number | boolean {
  const isNumber = text.trim() !== '' && Number.isFinite(Number(text));
  if (usual === null)
    return isNumber ? Number(text) : text === 'true' ? true : text === 'false' ? false : text;
  if (typeof usual === 'boolean') return text === 'true';
  if (typeof usual !== 'number') return text;
  if (isNumber) return Number(text);
  throw new CliError('usage', `--param ${name} takes a number, not ${text}.`);
}

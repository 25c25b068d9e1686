import { ProbeError } from '../../probes/probe-error.ts';
import type { InventoryContext } from '../platform.ts';
import { listAll, recordable } from './voice-list.ts';

/** The voices and dictionaries that are served now, those added by hot reload and cloning among them. */
export async function inventory(
  context: InventoryContext,
): Promise<Readonly<Record<string, readonly string[]>>> {
  const voices = await listAll('/voices', context);
  if ('status' in voices)
    throw new ProbeError(
      voices.status === 401 || voices.status === 403 ? 'forbidden' : 'bad-answer',
      `GET /voices answered ${voices.status}: ${voices.text}`,
    );
  const dictionaries = await listAll('/pronunciation-dicts', context);
  return {
    voices: recordable(voices),
    ...(!('status' in dictionaries) && { dictionaries: recordable(dictionaries) }),
  };
}

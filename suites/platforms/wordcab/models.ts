import type { Asking } from './answers.ts';
import { isOdd, listDeployments } from './lists.ts';

export type ModelType = 'stt' | 'tts' | 'llm' | 'embedding';

/** Models of the vendor's documentation, by what they do; an id that is not here is only looked for in the list. */
export const documentedModels: Readonly<Record<string, ModelType>> = {
  'qwen3-asr': 'stt',
  'cohere-transcribe-2b': 'stt',
  'qwen3-tts': 'tts',
  kokoro: 'tts',
  'qwen3.5-4b': 'llm',
  'deepseek-v3.2': 'llm',
  'bge-m3': 'embedding',
  'e5-mistral-7b': 'embedding',
  'gte-small-en': 'embedding',
};

/** Dimensions of the documented embedding models. */
export const dimensions: Readonly<Record<string, number>> = {
  'bge-m3': 1024,
  'e5-mistral-7b': 4096,
  'gte-small-en': 384,
};

/** Defaults of the vendor's chart, for a control plane that does not tell its routes. */
const chartDefaults = { stt: 'qwen3-asr', tts: 'qwen3-tts', llm: 'qwen3.5-4b' } as const;

/** The model that the deployment routes to where a request names none. Throws `ProbeError`. */
export async function defaultModel(type: keyof typeof chartDefaults, context: Asking): Promise<string> {
  const list = await listDeployments(context);
  const routes = isOdd(list) ? [] : list.items.map(({ routes: one }) => one as Record<string, unknown>);
  const routed = routes.map((one) => one?.[type]).find((id) => typeof id === 'string');
  return (routed as string | undefined) ?? chartDefaults[type];
}

import type { HttpAnswer } from '../../probes/http/probe.ts';
import { type Asking, ask } from './answers.ts';
import { defaultModel } from './models.ts';
import { sampleRate, sentence, voice } from './sentences.ts';

/** The smoke sentence, spoken by the default model. Throws `ProbeError`. */
export async function speak(context: Asking, format: 'pcm16' | 'wav'): Promise<HttpAnswer> {
  const model = await defaultModel('tts', context);
  return ask(context, 'POST', '/v1/audio/speech', {
    model,
    input: sentence,
    voice,
    response_format: format,
    sample_rate: sampleRate,
  });
}

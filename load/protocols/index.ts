import cartesiaBytes from './cartesia-bytes.json' with { type: 'json' };
import cartesiaSse from './cartesia-sse.json' with { type: 'json' };
import cartesiaStt from './cartesia-stt.json' with { type: 'json' };
import cartesiaSttWs from './cartesia-stt-ws.json' with { type: 'json' };
import cartesiaWs from './cartesia-ws.json' with { type: 'json' };
import openaiChat from './openai-chat.json' with { type: 'json' };
import openaiCompletions from './openai-completions.json' with { type: 'json' };
import openaiEmbeddings from './openai-embeddings.json' with { type: 'json' };
import openaiSpeech from './openai-speech.json' with { type: 'json' };
import openaiTranscription from './openai-transcription.json' with { type: 'json' };
import openaiTranscriptionSse from './openai-transcription-sse.json' with { type: 'json' };
import { type Protocol, readProtocol } from './schema.ts';
import sieEncode from './sie-encode.json' with { type: 'json' };
import sieEncodeMsgpack from './sie-encode-msgpack.json' with { type: 'json' };
import sieScore from './sie-score.json' with { type: 'json' };
import wordcabSpeech from './wordcab-speech.json' with { type: 'json' };

export type { Protocol } from './schema.ts';

/** Every protocol that load can speak, by id; a new API is one file and one line here. */
export const protocols: ReadonlyMap<string, Protocol> = new Map(
  [
    cartesiaBytes,
    cartesiaSse,
    cartesiaStt,
    cartesiaSttWs,
    cartesiaWs,
    openaiChat,
    openaiCompletions,
    openaiEmbeddings,
    openaiSpeech,
    openaiTranscription,
    openaiTranscriptionSse,
    sieEncode,
    sieEncodeMsgpack,
    sieScore,
    wordcabSpeech,
  ].map((file) => [file.id, written(file)]),
);

function written(file: unknown): Protocol {
  const read = readProtocol(file);
  if ('problem' in read) throw new TypeError(read.problem);
  return read.protocol;
}

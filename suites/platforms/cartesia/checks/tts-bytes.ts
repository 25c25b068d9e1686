import { defineCheck } from '../../../check.ts';
import { audioMeasures, implausible, listen } from '../../../checks/audio.ts';
import { pass } from '../../../record/finding.ts';
import { sampleRate, smokeRequest } from '../requests.ts';
import { speak } from '../speak.ts';

/** One sentence by `POST /tts/bytes`, and the audio is speech of that length. */
export const ttsBytes = defineCheck({
  id: 'cartesia.tts-bytes',
  title: 'POST /tts/bytes speaks',
  question: 'Does a sentence sent by bytes come back as speech?',
  needs: { http: true },
  timeoutSeconds: 30,
  blames: 'release',
  source: 'Smoke tests: POST /tts/bytes',
  async run(context) {
    const spoken = await speak('/tts/bytes', context);
    if (!Buffer.isBuffer(spoken)) return spoken;
    const facts = listen(spoken, sampleRate);
    return (
      implausible(facts, smokeRequest.transcript) ??
      pass(
        `${facts.seconds.toFixed(1)} s of speech`,
        { seen: `${spoken.length} bytes` },
        audioMeasures(facts),
      )
    );
  },
});

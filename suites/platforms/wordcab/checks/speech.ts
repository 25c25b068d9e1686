import { defineCheck } from '../../../check.ts';
import { audioMeasures, implausible, listen } from '../../../checks/audio.ts';
import { pass } from '../../../record/finding.ts';
import { unlessOk } from '../answers.ts';
import { sampleRate, sentence } from '../sentences.ts';
import { speak } from '../speak.ts';

/** A sentence as raw PCM: long enough, loud enough, not clipped. */
export const speech = defineCheck({
  id: 'wordcab.speech',
  title: 'POST /v1/audio/speech speaks',
  question: 'Does a sentence come back as speech?',
  needs: { http: true },
  timeoutSeconds: 60,
  blames: 'release',
  source: 'Speech: POST /v1/audio/speech, pcm16 with sample_rate',
  hint: 'Ask for the same sentence as wav and listen to it.',
  async run({ endpoint, http, signal }) {
    const answer = await speak({ endpoint, http, signal }, 'pcm16');
    const trouble = unlessOk('POST /v1/audio/speech', answer);
    if (trouble) return trouble;
    const facts = listen(answer.body, sampleRate);
    return (
      implausible(facts, sentence) ??
      pass(
        `${facts.seconds.toFixed(1)} s of speech`,
        { seen: `${answer.body.length} bytes` },
        audioMeasures(facts),
      )
    );
  },
});

import { defineCheck } from '../../../check.ts';
import { audioMeasures, implausible, listen } from '../../../checks/audio.ts';
import { understoodBelow, wordErrorRate, wordsRight } from '../../../checks/quality/words.ts';
import { fail, inconclusive, pass } from '../../../record/finding.ts';
import { refused } from '../refused.ts';
import { sampleRate, smokeRequest } from '../requests.ts';
import { speak } from '../speak.ts';
import { transcribe } from '../transcribe.ts';

/** Speed without sense is no pass: the speech is understood, or, where nothing can listen, is loud and long enough. */
export const speechUnderstood = defineCheck({
  id: 'cartesia.speech-understood',
  title: 'The speech is understood',
  question: 'Does the speech say what was asked for?',
  needs: { http: true },
  timeoutSeconds: 60,
  blames: 'release',
  source: 'Smoke tests: the audio is speech of the transcript',
  hint: 'Ask for the same sentence by /tts/bytes and listen to it',
  async run(context) {
    const spoken = await speak('/tts/bytes', context);
    if (!Buffer.isBuffer(spoken)) return spoken;
    const facts = listen(spoken, sampleRate);
    const noSpeech = implausible(facts, smokeRequest.transcript);
    if (noSpeech) return noSpeech;
    const answer = await transcribe(spoken, context);
    const said = `${facts.seconds.toFixed(1)} s, RMS ${facts.rms.toFixed(3)}`;
    if (answer.kind === 'absent')
      return pass(
        `${said}: plausible speech; no speech to text is deployed that could understand it`,
        { expected: 'speech of that length and level', seen: said },
        audioMeasures(facts),
      );
    if (answer.kind !== 'heard')
      return (
        refused(answer.status) ??
        inconclusive(`the speech could not be transcribed: POST /stt answered ${answer.status}`, {
          seen: answer.text,
        })
      );
    const errors = wordErrorRate(smokeRequest.transcript, answer.transcript.text);
    const seen = { expected: `"${smokeRequest.transcript}"`, seen: `"${answer.transcript.text}"` };
    return errors < understoodBelow
      ? pass(`understood, ${Math.round(errors * 100)} % of the words wrong`, seen, [
          wordsRight(smokeRequest.transcript, errors),
          ...audioMeasures(facts),
        ])
      : fail(`the speech is not understood: ${Math.round(errors * 100)} % of the words are wrong`, seen);
  },
});

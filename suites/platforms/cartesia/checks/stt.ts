import { defineCheck } from '../../../check.ts';
import { listen } from '../../../checks/audio.ts';
import { understoodBelow, wordErrorRate } from '../../../checks/quality/words.ts';
import { fail, inconclusive, pass, skip } from '../../../record/finding.ts';
import { refused } from '../refused.ts';
import { sampleRate, smokeRequest } from '../requests.ts';
import { speak } from '../speak.ts';
import { transcribe } from '../transcribe.ts';

/** The counted length of the audio may differ from the sent one by this share: silence at the ends is cut by some. */
const durationTolerance = 0.25;

/** Speech to text, where it is deployed: what the platform itself has said comes back as those words. */
export const stt = defineCheck({
  id: 'cartesia.stt',
  title: 'POST /stt transcribes',
  question: 'Does speech sent to the platform come back as its words?',
  needs: { http: true },
  timeoutSeconds: 60,
  blames: 'release',
  source: 'Public API: POST /stt',
  hint: 'Send the same sentence by /tts/bytes and listen to it: if it is right, the transcribing worker is not',
  async run(context) {
    const spoken = await speak('/tts/bytes', context);
    if (!Buffer.isBuffer(spoken))
      return inconclusive(`there is no speech to transcribe: ${spoken.reason}`, spoken.evidence);
    const { seconds } = listen(spoken, sampleRate);
    const answer = await transcribe(spoken, context);
    const expected = `"${smokeRequest.transcript}"`;
    if (answer.kind !== 'heard') {
      const { kind, status, text } = answer;
      if (kind === 'absent') return skip(`speech to text is not deployed here: POST /stt answered ${status}`);
      if (kind === 'odd') return inconclusive('POST /stt answered no transcript', { expected, seen: text });
      return (
        refused(status) ?? fail(`POST /stt answered ${status}: ${text}`, { expected, seen: String(status) })
      );
    }
    const { text, duration } = answer.transcript;
    const seen = { expected, seen: `"${text}", ${duration ?? 'unknown'} s of ${seconds.toFixed(2)} s` };
    const errors = wordErrorRate(smokeRequest.transcript, text);
    if (errors >= understoodBelow)
      return fail(
        `${Math.round(errors * 100)} % of the words are wrong, in the speech or in its transcript`,
        seen,
      );
    if (duration !== null && Math.abs(duration - seconds) > durationTolerance * seconds)
      return fail(`of ${seconds.toFixed(1)} s of audio ${duration.toFixed(1)} s were transcribed`, seen);
    return pass(`transcribed, ${Math.round(errors * 100)} % of the words wrong`, seen);
  },
});

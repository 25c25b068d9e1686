import { defineCheck } from '../../../check.ts';
import { understoodBelow, wordErrorRate, wordsRight } from '../../../checks/quality/words.ts';
import { type Finding, fail, inconclusive, pass } from '../../../record/finding.ts';
import { type Asking, ask, textOf, unlessOk } from '../answers.ts';
import { defaultModel } from '../models.ts';
import { sentence } from '../sentences.ts';
import { speak } from '../speak.ts';
import { finished, jobOf, postJob } from '../transcript-jobs.ts';

/** A batch job from its posting to its text, which says what was said; the job is removed afterwards. */
export const transcripts = defineCheck({
  id: 'wordcab.transcripts',
  title: 'A transcript job ends, and is understood',
  question: 'Does audio that is sent come back as the words that were said?',
  needs: { http: true },
  timeoutSeconds: 120,
  blames: 'release',
  source: 'Transcription: POST /api/v1/transcripts, then poll',
  hint: 'Read the log of the stt pool for the job; listen to what the tts pool says first.',
  async run({ endpoint, http, signal, progress }) {
    const context: Asking = { endpoint, http, signal };
    const spoken = await speak(context, 'wav');
    if (spoken.status !== 200)
      return inconclusive(
        `there is no speech to transcribe: POST /v1/audio/speech answered ${spoken.status}`,
        {
          seen: textOf(spoken),
        },
      );
    const posted = await postJob(context, spoken.body, await defaultModel('stt', context));
    // A job is created or accepted, not just answered.
    const status = posted.status === 201 || posted.status === 202 ? 200 : posted.status;
    const trouble = unlessOk('POST /api/v1/transcripts', { ...posted, status });
    if (trouble) return trouble;
    const job = jobOf(posted.body);
    if (!job) return fail('POST /api/v1/transcripts answered no job', { seen: textOf(posted) });
    progress(`job ${job.id}`);
    let found: Finding;
    try {
      found = judge(await finished(context, job.id));
    } finally {
      // The check's time may be over: what we made is removed all the same.
      await remove(job.id, { ...context, signal: AbortSignal.timeout(5000) });
    }
    return found;
  },
});

function judge(job: Awaited<ReturnType<typeof finished>>): Finding {
  if ('status' in job)
    return fail(`the job could not be read: ${job.status}`, { expected: '200', seen: String(job.status) });
  if (job.state === 'failed')
    return fail('the job failed', { expected: 'a job that ends well', seen: job.state });
  if (job.text === null) return inconclusive('the job ended, and its text is not where we look for it');
  const errors = wordErrorRate(sentence, job.text);
  const seen = { expected: `"${sentence}"`, seen: `"${job.text}"` };
  const share = `${Math.round(errors * 100)} % of the words wrong`;
  return errors < understoodBelow
    ? pass(`understood, ${share}`, seen, [wordsRight(sentence, errors)])
    : fail(`not understood: ${share}`, seen);
}

/** That jobs can be removed is an assumption: where they cannot, one is left, and that is no fault of the release. */
async function remove(id: string, context: Asking): Promise<void> {
  await ask(context, 'DELETE', `/api/v1/transcripts/${encodeURIComponent(id)}`).catch(() => {});
}

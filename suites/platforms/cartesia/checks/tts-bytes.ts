import { defineCheck } from '../../../check.ts';
import { audioMeasures, implausible, listen } from '../../../checks/audio.ts';
import { fail, pass } from '../../../record/finding.ts';
import { refused } from '../refused.ts';
import { rawPcm, sampleRate, smokeRequest } from '../requests.ts';

/** One sentence by `POST /tts/bytes`, and the audio is speech of that length. */
export const ttsBytes = defineCheck({
  id: 'cartesia.tts-bytes',
  title: 'POST /tts/bytes speaks',
  question: 'Does a sentence sent by bytes come back as speech?',
  needs: { http: true },
  timeoutSeconds: 30,
  blames: 'release',
  source: 'Smoke tests: POST /tts/bytes',
  async run({ endpoint, http, signal }) {
    const { status, body } = await http.request(`${endpoint.url}/tts/bytes`, {
      method: 'POST',
      headers: { ...endpoint.headers, 'content-type': 'application/json' },
      body: JSON.stringify({ ...smokeRequest, output_format: rawPcm }),
      signal,
    });
    const noKey = refused(status);
    if (noKey) return noKey;
    if (status !== 200) {
      return fail(`POST /tts/bytes answered ${status}`, {
        expected: '200',
        seen: body.toString('utf8', 0, 300),
      });
    }
    const facts = listen(body, sampleRate);
    return (
      implausible(facts, smokeRequest.transcript) ??
      pass(`${facts.seconds.toFixed(1)} s of speech`, { seen: `${body.length} bytes` }, audioMeasures(facts))
    );
  },
});

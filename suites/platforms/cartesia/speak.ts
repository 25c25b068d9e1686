import type { Endpoint } from '../../check.ts';
import type { HttpProbe } from '../../probes/http/probe.ts';
import { ProbeError } from '../../probes/probe-error.ts';
import { type Finding, fail } from '../../record/finding.ts';
import type { Settings } from '../../settings.ts';
import { problemText } from './problem.ts';
import { refused } from './refused.ts';
import { rawPcm, smokeRequestFor } from './requests.ts';

export interface Speaking {
  readonly endpoint: Endpoint;
  readonly http: HttpProbe;
  readonly settings: Settings;
  readonly signal: AbortSignal;
}

/** The smoke sentence by `POST /tts/bytes` or `/tts/sse`: the body of its 200, or the finding that there is none. */
export async function speak(
  path: string,
  { endpoint, http, settings, signal }: Speaking,
): Promise<Buffer | Finding> {
  const answer = await http
    .request(`${endpoint.url}${path}`, {
      method: 'POST',
      headers: { ...endpoint.headers, 'content-type': 'application/json' },
      body: JSON.stringify({ ...smokeRequestFor(settings), output_format: rawPcm }),
      signal,
    })
    .catch((error) => {
      // Once it has begun to speak, breaking off is the platform's answer.
      if (error instanceof ProbeError && error.code === 'cut-off') return null;
      throw error;
    });
  if (answer === null)
    return fail(`POST ${path} broke off in the middle of the speech`, {
      expected: 'the whole sentence',
      seen: 'a cut connection',
    });
  const { status, body } = answer;
  if (status === 200) return body;
  return (
    refused(status) ??
    fail(`POST ${path} answered ${status}: ${problemText(body.toString('utf8', 0, 2000))}`, {
      expected: '200',
      seen: String(status),
    })
  );
}

import type { Endpoint } from '../check.ts';
import type { RolloutObservation } from '../engine/journal.ts';
import type { RolloutRequest } from '../platforms/platform.ts';
import type { HttpAnswer, HttpProbe } from '../probes/http/probe.ts';
import { ProbeError } from '../probes/probe-error.ts';

export interface RolloutProbeOptions {
  readonly http: HttpProbe;
  readonly endpoint: Endpoint;
  readonly request: RolloutRequest;
}

const answerSeconds = 3;

/** Asks like a user while a release rolls out, and counts what came back. */
export class RolloutProbe {
  readonly counts: NonNullable<RolloutObservation['probe']> = { requests: 0, failed: 0, expected: 0, cut: 0 };
  readonly #options: RolloutProbeOptions;

  constructor(options: RolloutProbeOptions) {
    this.#options = options;
  }

  /** One request, bounded to 3 s. Never rejects. */
  async ask(signal: AbortSignal): Promise<void> {
    const { http, endpoint, request } = this.#options;
    const seen = await http
      .request(`${endpoint.url}${request.path}`, {
        method: request.method ?? 'GET',
        headers: { ...endpoint.headers, ...request.headers },
        ...(request.body !== undefined && { body: request.body }),
        maxBytes: 1024 * 1024,
        fresh: true,
        signal: AbortSignal.any([signal, AbortSignal.timeout(answerSeconds * 1000)]),
      })
      .then(kindOf, kindOfError);
    const { counts } = this;
    // Before the first answer there is no service to lose: a first install is not an outage.
    if (seen !== 'served' && counts.requests === 0) return;
    counts.requests++;
    if (seen === 'lost') counts.failed++;
    if (seen === 'expected') counts.expected++;
    if (seen === 'cut') counts.cut++;
  }
}

type Seen = 'served' | 'expected' | 'cut' | 'lost';

/** A client is told to come back: what SDKs do by themselves is no loss (SIE: 202, or 503 with Retry-After). */
function kindOf({ status, headers }: HttpAnswer): Seen {
  if (status === 202 || (status === 503 && headers['retry-after'] !== undefined)) return 'expected';
  return status < 500 ? 'served' : 'lost';
}

const kindOfError = (error: unknown): Seen =>
  error instanceof ProbeError && error.code === 'cut-off' ? 'cut' : 'lost';

import type { HttpAnswer } from '../../probes/http/probe.ts';
import { type Finding, fail, inconclusive } from '../../record/finding.ts';

/** The body as JSON; undefined where it is none. */
export function jsonOf({ body }: HttpAnswer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}

/** What an error says: `{message}`, `{error: {code, message}}`, `{detail}`, or plain text. */
export function problemOf(answer: HttpAnswer): string {
  const told = jsonOf(answer) as Record<string, unknown> | undefined;
  const error = told?.error as string | { code?: unknown; message?: unknown } | undefined;
  const words =
    typeof error === 'object' && error !== null
      ? [error.code, error.message]
      : [error, told?.message ?? told?.detail ?? told?.status];
  const text = words.filter((word) => typeof word === 'string' && word !== '').join(': ');
  return text || answer.body.toString('utf8', 0, 200).trim() || 'without a text';
}

export const seenOf = (answer: HttpAnswer): string =>
  `${answer.status} ${answer.body.toString('utf8', 0, 400).trim()}`;

/**
 * An answer that is about us, or about authentication as such. A 500 at everything but the probes is what a gateway
 * with authentication on and no token answers: that was deployed so.
 */
export function unauthorised(answer: HttpAnswer, what: string): Finding | null {
  if (answer.status === 401 || answer.status === 403)
    return inconclusive(
      `our API key was refused (${answer.status} at ${what}): set the endpoint's apiKeySecret, or SEATRIAL_API_KEY`,
    );
  if (answer.status === 500 && /\bauth/i.test(answer.body.toString('utf8', 0, 1000)))
    return fail(`${what} answered 500: authentication is on, but no token is configured`, {
      expected: '200',
      seen: seenOf(answer),
    });
  return null;
}

import { type Finding, inconclusive } from '../../record/finding.ts';

/** An answer that refuses us, not the request: our key is missing or wrong, which says nothing about the release. */
export function refused(status: number): Finding | null {
  if (status !== 401 && status !== 403) return null;
  return inconclusive(
    `our API key was refused (${status}): set the endpoint's apiKeySecret, or SEATRIAL_API_KEY`,
  );
}

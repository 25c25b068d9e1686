import { ProbeError } from '../../probes/probe-error.ts';
import { type Finding, fail, inconclusive, pass } from '../../record/finding.ts';

/** What one object (`Ingress/cartesia`, a host, a pod) showed. */
export interface Seen {
  readonly object: string;
  /** `unsure`: it could not be told. */
  readonly is: 'good' | 'bad' | 'unsure';
  readonly text: string;
}

export const good = (object: string, text: string): Seen => ({ object, is: 'good', text });
export const bad = (object: string, text: string): Seen => ({ object, is: 'bad', text });
export const unsure = (object: string, text: string): Seen => ({ object, is: 'unsure', text });

/** One object that is wrong makes a fail, else one that could not be told an inconclusive; `passed` is the reason of a pass. */
export function findingOf(seen: readonly Seen[], expected: string, passed: string): Finding {
  const wrong = seen.filter(({ is }) => is === 'bad');
  const unknown = seen.filter(({ is }) => is === 'unsure');
  const told = wrong.length > 0 ? wrong : unknown.length > 0 ? unknown : seen;
  const evidence = {
    expected,
    seen: told.map(({ object, text }) => `${object}: ${text}`).join('; '),
    objects: told.map(({ object }) => object),
  };
  if (wrong.length === 0 && unknown.length === 0) return pass(passed, evidence);
  const [first, ...others] = told;
  const more = others.length > 0 ? ` (and ${others.length} more of ${seen.length})` : '';
  const reason = `${first!.object}: ${first!.text}${more}`;
  return wrong.length > 0 ? fail(reason, evidence) : inconclusive(reason, evidence);
}

/** A probe without an answer for one object hides nothing that was seen at another. */
export async function orUnsure(object: string, look: () => Promise<Seen>): Promise<Seen> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof ProbeError) return unsure(object, error.message);
    throw error;
  }
}

/** Whether somebody answered and does not listen there, which is not the same as silence. */
export const wasRefused = (error: unknown): boolean =>
  error instanceof ProbeError && (error.cause as { code?: string } | undefined)?.code === 'ECONNREFUSED';

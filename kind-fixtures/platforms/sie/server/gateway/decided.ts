import { json, type Reply } from '../wire/reply.ts';
import type { Outcome } from './queue.ts';

/** A reply, why it is no answer (a reason of the vendor's metric), and what the queue gave. */
export interface Decided {
  readonly reply: Reply;
  readonly reason?: string;
  readonly outcome?: Outcome;
}

export function rejected(
  status: number,
  message: string,
  reason: string,
  headers: Readonly<Record<string, string>> = {},
): Decided {
  return { reply: json(status, { message }, headers), reason };
}

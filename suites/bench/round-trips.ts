import type { MeasureId } from '../../load/definitions.ts';

/** A question and the beginning of its answer, on a connection that is open. */
const once = 1;
/** TCP, TLS of the older kind, and the upgrade to a WebSocket. */
const opening = 4;
/** Down to the last byte: TCP sends 14 kB at first and doubles that with each round trip, which makes 900 kB in six. */
const whole = 6;

/** Null: the network has no part in it. */
const tripsOf: Readonly<Record<MeasureId, number | null>> = {
  ttfa: once,
  ttft: once,
  user_ttfa: opening + once,
  user_ttft: opening + once,
  gap: once,
  tpot: once,
  ntpot: whole,
  tpot_events: once,
  ntpot_events: whole,
  e2e: whole,
  user_e2e: opening + whole,
  own_delay: null,
  start_delay: null,
  connect: opening,
  queue: null,
  gpu: null,
  rtf: whole,
  underrun_0: once,
  underrun_50: once,
  underrun_100: once,
  underrun_200: once,
  rtfx: whole,
  final_delay: once,
};

/** The measures that a user waits for, whose time is that of a request or a part of it. */
const waits: ReadonlySet<string> = new Set<MeasureId>([
  'ttfa',
  'ttft',
  'user_ttfa',
  'user_ttft',
  'e2e',
  'user_e2e',
  'final_delay',
]);

const measureOf = (definition: string): string => definition.replace(/_(p\d+|max)$/, '');

/** How many round trips one sample of a definition holds at most; null where the network has no part in it. */
export function roundTripsOf(definition: string): number | null {
  const trips = tripsOf[measureOf(definition) as MeasureId];
  // What is no measure is of the whole level: streams that wait longer for each request make fewer of them.
  return trips === undefined ? whole : trips;
}

export const isWait = (definition: string): boolean => waits.has(measureOf(definition));

export const isErrorRate = (definition: string): boolean => definition.startsWith('error_rate');

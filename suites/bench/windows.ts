import { z } from 'zod';

const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

/** A stretch of the week in which a benchmark may run. One that ends before it begins goes over midnight. */
export const timeWindow = z.strictObject({
  days: z
    .array(z.enum(days))
    .min(1)
    .max(7)
    .default([...days])
    .describe('The days on which it begins.'),
  from: clock.describe('hh:mm on the clock of the zone.'),
  to: clock.describe('hh:mm; the same as `from`: a whole day.'),
  zone: z
    .string()
    .max(64)
    .default('UTC')
    .refine(isZone, 'is no IANA time zone')
    .describe('IANA time zone, such as Europe/Berlin.'),
});
export type TimeWindow = z.infer<typeof timeWindow>;

/** Whether load may be made from `start` on for so many seconds; otherwise why not. No windows: always. */
export function withinWindows(
  windows: readonly TimeWindow[],
  start: Date,
  seconds: number,
): { readonly within: true } | { readonly within: false; readonly reason: string } {
  if (windows.length === 0) return { within: true };
  const open = windows.filter((window) => covers(window, start));
  const end = new Date(start.getTime() + seconds * 1000);
  if (open.some((window) => covers(window, end))) return { within: true };
  const told = windows.map(words).join(', ');
  const reason =
    open.length === 0
      ? `outside of the time for benchmarks (${told})`
      : `about ${Math.ceil(seconds)} s of load would go beyond the time for benchmarks (${told})`;
  return { within: false, reason };
}

function covers({ days: begins, from, to, zone }: TimeWindow, at: Date): boolean {
  const { day, time } = local(at, zone);
  const before = days[(days.indexOf(day) + 6) % 7]!;
  const [today, yesterday] = [begins.includes(day), begins.includes(before)];
  if (from < to) return today && from <= time && time < to;
  return (today && from <= time) || (yesterday && time < to);
}

/** The weekday and hh:mm that a clock of the zone shows. */
function local(at: Date, zone: string): { day: (typeof days)[number]; time: string } {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at);
  const part = (type: string) => parts.find((one) => one.type === type)!.value;
  return {
    day: part('weekday').toLowerCase() as (typeof days)[number],
    time: `${part('hour')}:${part('minute')}`,
  };
}

function words({ days: begins, from, to, zone }: TimeWindow): string {
  return `${begins.length === 7 ? 'daily' : begins.join(' ')} ${from} to ${to} ${zone}`;
}

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

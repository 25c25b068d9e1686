import { stripVTControlCharacters } from 'node:util';

/** Text without terminal escapes, control characters and bidirectional overrides: nothing that a platform sent may steer a reader's screen. */
export const readable = (text: string): string =>
  stripVTControlCharacters(text).replace(/(?![\n\t])\p{Cc}|\p{Bidi_Control}/gu, '');

/** Readable text on one line. */
export const plain = (text: string): string =>
  readable(text)
    .replace(/\s*[\n\t\u2028\u2029]\s*/g, ' ')
    .trim();

/** A number for people: three digits that mean something, thousands grouped. */
export function number(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (size >= 1000) return Math.round(value).toLocaleString('en-US');
  if (size >= 100 || Number.isInteger(value)) return value.toFixed(0);
  return String(Number(value.toPrecision(3)));
}

/** A share as a percentage: 0.313 is `31 %`, 0.013 is `1.3 %`. */
export function percent(share: number): string {
  const value = share * 100;
  return `${Number(value.toFixed(Math.abs(value) < 9.95 ? 1 : 0))} %`;
}

/** Seconds as `41 s`, `3 min 20 s`, `1 h 5 min`. */
export function duration(seconds: number): string {
  if (seconds < 9.95) return `${Number(seconds.toFixed(1))} s`;
  const whole = Math.round(seconds);
  const parts: [number, string][] = [
    [Math.floor(whole / 3600), 'h'],
    [Math.floor((whole % 3600) / 60), 'min'],
    [whole % 60, 's'],
  ];
  return parts
    .filter(([value]) => value > 0)
    .slice(0, 2)
    .map(([value, unit]) => `${value} ${unit}`)
    .join(' ');
}

export const secondsBetween = (from: string, to: string): number =>
  Math.max(0, (Date.parse(to) - Date.parse(from)) / 1000);

/** A moment as seen from another: `today 14:02 UTC`, or with its date. */
export function moment(at: string, seenFrom: string): string {
  const iso = new Date(at).toISOString();
  const day = iso.slice(0, 10) === new Date(seenFrom).toISOString().slice(0, 10) ? 'today' : iso.slice(0, 10);
  return `${day} ${iso.slice(11, 16)} UTC`;
}

/** `1 pod`, `2 pods`. */
export const count = (value: number, noun: string): string =>
  `${number(value)} ${noun}${value === 1 ? '' : 's'}`;

/** The part of a GPU's product name that people say: `NVIDIA-H100-80GB-HBM3` is `H100`. */
export const gpuName = (model: string | null): string =>
  model?.match(/\b(GH200|GB200|GB300|RTX[- ]?\w+|[ABHLTV]\d{1,4}[A-Z]{0,2})\b/)?.[0] ?? model ?? 'GPU';

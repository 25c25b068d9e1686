import { InvalidArgumentError } from 'commander';

const units: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600 };

/** Seconds of `20s`, `500ms`, `2m`, `1h` or `20`; NaN for anything else. */
export function secondsOf(text: string): number {
  const parts = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text.trim());
  return parts ? Number(parts[1]) * units[parts[2] ?? 's']! : Number.NaN;
}

/** A parser for options that are times, in seconds. */
export const timeWithin =
  (min: number, max: number) =>
  (text: string): number => {
    const seconds = secondsOf(text);
    if (seconds >= min && seconds <= max) return seconds;
    throw new InvalidArgumentError(`it takes a time such as 20s, 500ms or 2m, from ${min} s to ${max} s.`);
  };

/** A parser for options that are numbers above zero, one or several with commas between them. */
export const numbers =
  (kind: 'whole' | 'any', max: number) =>
  (text: string): number[] => {
    const values = text.split(',').map((one) => (one.trim() === '' ? Number.NaN : Number(one)));
    const good = values.every(
      (value) => value > 0 && value <= max && (kind === 'any' || Number.isInteger(value)),
    );
    if (good && values.length <= 64) return values;
    const what = kind === 'whole' ? 'whole numbers' : 'numbers';
    throw new InvalidArgumentError(`it takes ${what} above 0, up to ${max}, separated by commas.`);
  };

export const aNumber =
  (kind: 'whole' | 'any', max: number) =>
  (text: string): number => {
    const [value, ...more] = numbers(kind, max)(text);
    if (more.length === 0) return value!;
    throw new InvalidArgumentError('it takes one number.');
  };

/** A parser for options that may be given several times, each as `name=value`. */
export function pair(
  text: string,
  before: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const at = text.indexOf('=');
  if (at <= 0) throw new InvalidArgumentError('it takes name=value.');
  return { ...before, [text.slice(0, at).trim()]: text.slice(at + 1) };
}

export const several = (text: string, before: readonly string[] = []): readonly string[] => [...before, text];

/** A service level as it was written: `ttft=200ms`, `rtf=0.8`. */
export interface WrittenSlo {
  readonly measure: string;
  /** Milliseconds where it has a unit of time, a bare number otherwise. */
  readonly max: number;
  readonly isTime: boolean;
}

export function slo(text: string, before: readonly WrittenSlo[] = []): readonly WrittenSlo[] {
  const parts = /^([a-z][a-z0-9_]*)\s*<?=\s*(\d+(?:\.\d+)?)(ms|s|m)?$/.exec(text.trim());
  if (!parts || Number(parts[2]) === 0)
    throw new InvalidArgumentError('it takes measure=limit, such as ttft=200ms or rtf=0.8.');
  const [, measure, value, unit] = parts;
  const max = unit === undefined ? Number(value) : Number(value) * units[unit]! * 1000;
  return [...before, { measure: measure!, max: Number(max.toPrecision(12)), isTime: unit !== undefined }];
}

import { InvalidArgumentError } from 'commander';

/** A parser for options that are whole numbers within bounds. */
export const wholeNumber =
  (min: number, max: number) =>
  (text: string): number => {
    const value = Number(text);
    if (Number.isInteger(value) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`it takes a whole number from ${min} to ${max}.`);
  };

const secondsOf = { s: 1, m: 60, h: 3600 } as const;

/** A parser for options that are times such as 90s, 30m or 2h; answers seconds. */
export function timeSpan(text: string): number {
  const [, count, unit] = /^(\d{1,6})([smh])$/.exec(text) ?? [];
  if (count && unit) return Number(count) * secondsOf[unit as keyof typeof secondsOf];
  throw new InvalidArgumentError('it takes a time such as 90s, 30m or 2h.');
}

/** A parser for options that are lists of known words, separated by commas. */
export const listOf =
  <const W extends string>(words: readonly W[]) =>
  (text: string): W[] => {
    const asked = text.split(',').map((word) => word.trim());
    const unknown = asked.filter((word) => !(words as readonly string[]).includes(word));
    if (unknown.length === 0) return words.filter((word) => asked.includes(word));
    throw new InvalidArgumentError(`${unknown.join(', ')} is not one of ${words.join(', ')}.`);
  };

/** A parser for options that are one of some words. */
export const oneOf =
  <const W extends string>(words: readonly W[]) =>
  (text: string): W => {
    const found = words.find((word) => word === text);
    if (found) return found;
    throw new InvalidArgumentError(`it takes one of ${words.join(', ')}.`);
  };

import { InvalidArgumentError } from 'commander';

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** A parser for options that are times such as `90m`, `2h` or `1d`; answers seconds. */
export const durationWithin =
  (minSeconds: number, maxSeconds: number) =>
  (text: string): number => {
    const parts = /^(\d{1,6})([smhd])$/.exec(text);
    const seconds = parts ? Number(parts[1]) * units[parts[2]!]! : Number.NaN;
    if (seconds >= minSeconds && seconds <= maxSeconds) return seconds;
    throw new InvalidArgumentError(
      `it takes a time such as 90m, 2h or 1d, from ${words(minSeconds)} to ${words(maxSeconds)}.`,
    );
  };

const words = (seconds: number): string => {
  const unit = ['d', 'h', 'm'].find((one) => seconds % units[one]! === 0) ?? 's';
  return `${seconds / units[unit]!}${unit}`;
};

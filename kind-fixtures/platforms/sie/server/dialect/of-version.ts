import type { Dialect } from './dialect.ts';
import { v03 } from './v0-3.ts';
import { v07 } from './v0-7.ts';

/** The dialect that a version speaks, e.g. `0.3.1`. */
export function dialectOf(version: string): Dialect {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 0 || minor >= 7 ? v07 : v03;
}

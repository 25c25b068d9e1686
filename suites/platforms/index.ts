import { cartesia } from './cartesia/platform.ts';
import { generic } from './generic/platform.ts';
import type { Platform } from './platform.ts';
import { sie } from './sie/platform.ts';
import { wordcab } from './wordcab/platform.ts';

/** Every platform that Seatrial knows, by name. A test holds this list against the folders. */
export const platforms: Readonly<Record<string, Platform>> = { cartesia, generic, sie, wordcab };

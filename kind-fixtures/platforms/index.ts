import { cartesiaFixture } from './cartesia/fixture.ts';
import type { PlatformFixture } from './platform-fixture.ts';
import { sieFixture } from './sie/fixture.ts';
import { wordcabFixture } from './wordcab/fixture.ts';

/** Every stand-in platform, by the name of its profile. */
export const platformFixtures: Readonly<Record<string, PlatformFixture>> = {
  cartesia: cartesiaFixture,
  sie: sieFixture,
  wordcab: wordcabFixture,
};

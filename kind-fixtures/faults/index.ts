import { apiNeverReady } from './cartesia/api-never-ready.ts';
import { crashLoop } from './cartesia/crash-loop.ts';
import { dictionariesLost } from './cartesia/dictionaries-lost.ts';
import { errors } from './cartesia/errors.ts';
import { heavyTail } from './cartesia/heavy-tail.ts';
import { licenseProxyDown } from './cartesia/license-proxy-down.ts';
import { mishears } from './cartesia/mishears.ts';
import { natsDeaf } from './cartesia/nats-deaf.ts';
import { neverReady } from './cartesia/never-ready.ts';
import { noCapacity } from './cartesia/no-capacity.ts';
import { noVoices } from './cartesia/no-voices.ts';
import { shortAudio } from './cartesia/short-audio.ts';
import { silence } from './cartesia/silence.ts';
import { slowVoices } from './cartesia/slow-voices.ts';
import { slower } from './cartesia/slower.ts';
import { truncated } from './cartesia/truncated.ts';
import { underruns } from './cartesia/underruns.ts';
import { voicesLost } from './cartesia/voices-lost.ts';
import { wrongTag } from './cartesia/wrong-tag.ts';
import { wrongWords } from './cartesia/wrong-words.ts';
import type { FaultRecipe } from './fault-recipe.ts';

/** Every fault that can be ordered, one file each. */
export const faultRecipes: readonly FaultRecipe[] = [
  slower,
  heavyTail,
  errors,
  truncated,
  shortAudio,
  underruns,
  silence,
  neverReady,
  apiNeverReady,
  crashLoop,
  voicesLost,
  slowVoices,
  wrongTag,
  dictionariesLost,
  licenseProxyDown,
  mishears,
  natsDeaf,
  noCapacity,
  noVoices,
  wrongWords,
];

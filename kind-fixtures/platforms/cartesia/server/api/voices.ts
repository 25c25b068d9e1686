import type { FaultBoard } from '../faults/fault-board.ts';
import type { SharedState } from '../wire/shared-state.ts';
import type { Artifacts } from './artifacts.ts';
import type { StoredVoice } from './stored-voice.ts';

const shipped = (id: string, name: string, gender: StoredVoice['gender']): StoredVoice => ({
  id,
  name,
  gender,
  description: `${name}, a voice of the stand-in`,
  language: 'en',
  createdAt: '2025-01-15T09:00:00Z',
  added: false,
});

/** The first id is the one of the vendor's smoke test. All sound alike: there is one synthesiser. */
const builtIn: readonly StoredVoice[] = [
  shipped('bf0a246a-8642-498a-9950-80c35e9276b5', 'Sophie', 'feminine'),
  shipped('6ccbfb76-1fc6-48f7-b71d-91ac6298247b', 'Tessa', 'feminine'),
  shipped('c961b81c-a935-4c17-bfb3-ba2239de8c2f', 'Kyle', 'masculine'),
  shipped('f786b574-daa5-4673-aa0c-cbe3e8534c02', 'Katie', 'feminine'),
  shipped('228fca29-3a0a-435c-8728-5cb483251068', 'Kiefer', 'masculine'),
];

/** The voices of the release, those from the artifacts' folder (hot reload) and the cloned ones. */
export class Voices {
  readonly #artifacts: Artifacts;
  readonly #cloned: SharedState<readonly StoredVoice[]>;
  readonly #faults: FaultBoard;

  constructor(artifacts: Artifacts, cloned: SharedState<readonly StoredVoice[]>, faults: FaultBoard) {
    this.#artifacts = artifacts;
    this.#cloned = cloned;
    this.#faults = faults;
  }

  list(): readonly StoredVoice[] {
    const lost = this.#faults.find('voices-lost');
    if (lost) return lost.shipped ? [] : builtIn;
    return [...builtIn, ...this.#artifacts.voices, ...this.#cloned.value];
  }

  has(id: string): boolean {
    return this.list().some((voice) => voice.id === id);
  }

  addClone(voice: StoredVoice): void {
    this.#cloned.set([...this.#cloned.value, voice].slice(-1000));
  }
}

export function toWire(voice: StoredVoice, structured: boolean): object {
  const common = {
    id: voice.id,
    is_owner: voice.added,
    name: voice.name,
    description: voice.description,
    gender: voice.gender,
    created_at: voice.createdAt,
    language: voice.language,
  };
  if (!structured) return { ...common, is_public: !voice.added };
  return {
    ...common,
    access: voice.added ? 'private' : 'public',
    visibility: voice.added ? 'owner' : 'all',
    tagline: '',
    locales: [{ is_native: true, locale: voice.language === 'en' ? 'en-US' : voice.language }],
  };
}

/** A voice as the stand-in keeps it; `toWire` makes the object of the caller's API version. */
export interface StoredVoice {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly language: string;
  readonly gender: 'masculine' | 'feminine' | 'gender_neutral';
  readonly createdAt: string;
  /** Added by hot reload or cloning, not shipped with the release. */
  readonly added: boolean;
}

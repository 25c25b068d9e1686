/**
 * Release tags that the stand-in has images for. The same program under each, so that what makes a release
 * better or worse is ordered by a fault and nothing else; the tag is baked into the image (`RELEASE_TAG`).
 */
export const releaseTags = {
  /** The one that is verified first. */
  first: 'sonic-20260503',
  /** The one that is rolled out then. */
  next: 'sonic-20260610',
  /** Nobody's target: for the fault "wrong tag on one worker". */
  old: 'sonic-20251118',
} as const;

export type ReleaseTag = (typeof releaseTags)[keyof typeof releaseTags];

/** Names of the images, as in the vendor's documentation; the voice clone worker's is an assumption. */
export const imageNames = [
  'cartesia-api',
  'cartesia-license-proxy',
  'cartesia-sonic-rosy-dragon',
  'cartesia-sonic-azure-disco',
  'cartesia-voice-clone',
] as const;

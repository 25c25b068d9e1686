/** Product releases that the stand-in has images for: the same program under each, the tag baked into the image. */
export const releaseTags = {
  /** The one that is verified first. */
  first: 'v1.8.0',
  /** The one that is rolled out then. */
  next: 'v1.9.0',
} as const;

/** Names of the images: assumptions, as the vendor's registry is private. */
export const imageNames = [
  'wordcab-operator',
  'wordcab-platform',
  'wordcab-stt',
  'wordcab-tts',
  'wordcab-llm',
] as const;

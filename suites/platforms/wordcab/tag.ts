/**
 * A release tag looks like `v1.8.0` (Air-gapped: `wordcab-offline-v1.8.0.tar.gz`). That every image of the product has
 * `wordcab` in its name, and that tag, is an assumption; images of others (NATS, databases) have versions too.
 */
export function tagOf(image: string): string | null {
  return /wordcab[^:@]*:(v\d+\.\d+\.\d+(?:-[\w.]+)?)(?:@|$)/.exec(image)?.[1] ?? null;
}

/** The three numbers of a tag; null where it is no such tag. */
export function versionOf(tag: string | null): readonly [number, number, number] | null {
  const [, major, minor, patch] = /^v?(\d+)\.(\d+)\.(\d+)/.exec(tag ?? '') ?? [];
  return major === undefined ? null : [Number(major), Number(minor), Number(patch)];
}

/**
 * Release tags that the stand-in has images for. The program is the same under each; the version in the tag is
 * baked into the image and decides which dialect it speaks: below 0.7 that of 0.3.1, from there on the later one.
 */
export const releaseTags = {
  /** The one that is verified first. */
  first: 'v0.3.1',
  /** The one that is rolled out then. */
  next: 'v0.3.2',
  /** Nobody's target: for the fault "wrong tag". */
  old: 'v0.3.0',
  /** The later dialect: text probes, 503 PROVISIONING, version header everywhere. */
  laterFirst: 'v0.7.3',
  laterNext: 'v0.9.0',
} as const;

export type ReleaseTag = (typeof releaseTags)[keyof typeof releaseTags];

/** Platform and bundle, which a worker image's tag ends with. */
export const workerVariant = 'cuda12-default';

/** Names of the vendor's images. */
export const imageNames = { gateway: 'sie-gateway', config: 'sie-config', worker: 'sie-server' } as const;

/** `v0.3.1` of the gateway and config, `v0.3.1-cuda12-default` of the workers: three spellings of one version. */
export function imageTags(tag: string): { name: string; tag: string; version: string }[] {
  const version = tag.replace(/^v/, '');
  return [
    { name: imageNames.gateway, tag, version },
    { name: imageNames.config, tag, version },
    { name: imageNames.worker, tag: `${tag}-${workerVariant}`, version },
  ];
}

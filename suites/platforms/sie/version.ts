import { normalTag } from '../../checks/release-tag.ts';

const image =
  /(?:^|\/)sie-(?:gateway|config|server):v?(\d+\.\d+\.\d+(?:-(?:rc|alpha|beta|dev)[.\d]*)?)(?:-[a-z0-9.-]+)?(?:@|$)/;

/**
 * The version that an image of SIE carries, as the vendor tags it: `v0.3.1`. The gateway's and the config service's
 * tag is `v0.3.1`, a worker's `v0.3.1-cuda12-default` (platform and bundle), and some print no `v`.
 */
export function tagOf(of: string): string | null {
  const version = image.exec(of)?.[1];
  return version === undefined ? null : `v${version}`;
}

/** On answers to inferences only: older gateways set it on no probe. */
export const serverVersionHeader = 'x-sie-server-version';

export interface Version {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
}

/** The numbers of `v0.3.1`, `0.3.1` or `0.3.1-rc.2`; null for what is none. */
export function versionOf(tag: string | null): Version | null {
  const [, major, minor, patch] = /^(\d+)\.(\d+)(?:\.(\d+))?/.exec(normalTag(tag ?? '')) ?? [];
  if (major === undefined || minor === undefined) return null;
  return { major: Number(major), minor: Number(minor), patch: Number(patch ?? 0) };
}

export const compareVersions = (a: Version, b: Version): number =>
  a.major - b.major || a.minor - b.minor || a.patch - b.patch;

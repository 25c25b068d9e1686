/** A release's version, as far as rules about upgrades look at it. */
export interface Version {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
}

/** The first `1.2.3` or `1.2` in a text, with or without a `v` (`v0.3.1-cuda12-default`, `sie-cluster-0.3.1`); null without one. */
export function versionIn(text: string | null | undefined): Version | null {
  const [, major, minor, patch] = /(?:^|[^\d.])v?(\d+)\.(\d+)(?:\.(\d+))?(?![\d.])/.exec(text ?? '') ?? [];
  return major === undefined
    ? null
    : { major: Number(major), minor: Number(minor), patch: Number(patch ?? 0) };
}

export const textOfVersion = ({ major, minor, patch }: Version): string => `${major}.${minor}.${patch}`;

/** Negative where `a` is older. */
export const compareVersions = (a: Version, b: Version): number =>
  a.major - b.major || a.minor - b.minor || a.patch - b.patch;

/** A release tag pins every component of the chart: `sonic-YYYYMMDD` (Upgrades and Rollback, Release tags). */
export function tagOf(image: string): string | null {
  return /:(sonic-\d{8})(?:@|$)/.exec(image)?.[1] ?? null;
}

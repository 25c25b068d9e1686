/** One cell of the mutation matrix: what a check answered under a fault, or, without one, on the healthy platform. */
export interface MatrixRow {
  readonly check: string;
  readonly fault: string | null;
  readonly outcome: string;
  readonly reason: string;
}

/** A run of a platform's matrix. */
export interface RecordedMatrix {
  readonly platform: string;
  /** `alone`, or `among real software`: prometheus-operator, KEDA, an ingress controller. */
  readonly surroundings: string;
  readonly at: string;
  /** Healthy upgrades in a row, and what failed after one of them. */
  readonly upgrades: { readonly count: number; readonly alarms: readonly string[] };
  readonly rows: readonly MatrixRow[];
}

/** Where matrices are kept that were run with `SEATRIAL_RECORD_MATRIX=1`. */
export const recordedFolder = new URL('./recorded/', import.meta.url);

export const recordedFile = ({
  platform,
  surroundings,
}: Pick<RecordedMatrix, 'platform' | 'surroundings'>): URL =>
  new URL(`${platform}-${surroundings.replaceAll(' ', '-')}.json`, recordedFolder);

const keyOf = ({ check, fault }: MatrixRow): string => `${check} ${fault}`;

/** A run of some cells replaces these alone. */
export function merged(earlier: RecordedMatrix | null, now: RecordedMatrix): RecordedMatrix {
  if (!earlier) return now;
  const asked = new Set(now.rows.map(keyOf));
  return {
    ...now,
    upgrades: now.upgrades.count > 0 ? now.upgrades : earlier.upgrades,
    rows: [...earlier.rows.filter((row) => !asked.has(keyOf(row))), ...now.rows],
  };
}

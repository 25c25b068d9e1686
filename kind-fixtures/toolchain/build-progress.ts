/** How far a build is. */
export interface BuildProgress {
  /** What is being done right now: a package's path, or a module that is fetched. */
  readonly detail: string;
  /** 0 to 1, unknown while the packages are still being counted. */
  readonly fraction?: number;
  /** Estimated seconds left, once there is enough to judge by. */
  readonly secondsLeft?: number;
}

/** A package costs seconds to link where others cost fractions to compile. */
const linkWeight = 25;
const enoughToJudge = 0.03;

/**
 * Judges progress by the packages that `go build -v` names as it compiles them.
 * Packages that Go's own build cache has are never named, so the end may come early.
 */
export class PackageCounter {
  private done = 0;
  private readonly total: number;
  private readonly startedAt: number;
  private readonly mains: ReadonlySet<string>;

  constructor(packages: number, mains: readonly string[], now: number) {
    this.mains = new Set(mains);
    this.total = packages + mains.length * linkWeight;
    this.startedAt = now;
  }

  /** Takes one line of Go's output; undefined when the line names no package. */
  see(line: string, now: number): BuildProgress | undefined {
    const fetched = /^go: downloading (\S+ \S+)/.exec(line);
    if (fetched?.[1] !== undefined) return { detail: `fetching ${fetched[1]}` };
    if (!/^[\w.][\w./~-]*$/.test(line)) return undefined;
    this.done += this.mains.has(line) ? linkWeight : 1;
    const fraction = Math.min(this.done / this.total, 0.99);
    const elapsed = (now - this.startedAt) / 1000;
    if (fraction < enoughToJudge) return { detail: line, fraction };
    return { detail: line, fraction, secondsLeft: Math.ceil((elapsed / fraction) * (1 - fraction)) };
  }
}

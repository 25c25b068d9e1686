import { basename, join } from 'node:path';
import type { BuildProgress } from './build-progress.ts';
import { PackageCounter } from './build-progress.ts';
import { runGo } from './go-process.ts';
import type { Program } from './programs.ts';
import { linkerFlags } from './programs.ts';

/** One run of Go: programs of one module into one folder. */
export interface GoBuild {
  readonly moduleDir: string;
  readonly programs: readonly Program[];
  /** Where the binaries go, each under the name that `binaryName` tells. */
  readonly bin: string;
  /** Go's work folder; on the same file system as `bin`, so that its last step is a rename. */
  readonly work: string;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: (progress: BuildProgress) => void;
}

/** One `go build` for all: what the programs share is compiled once, and both ends of the table run at once. */
export async function goBuild(build: GoBuild): Promise<void> {
  const packages = build.programs.map((program) => program.package);
  const counter = await countPackages(build, packages);
  const args = ['build', '-v', '-trimpath', '-ldflags', linkerFlags, '-o', `${build.bin}/`, ...packages];
  await runGo(args, {
    cwd: build.moduleDir,
    env: { GOTMPDIR: build.work },
    signal: build.signal,
    onLine: (line) => see(build, counter, line),
  });
}

/** The k6 that our extension is in, built by the xk6 that its go.mod pins. */
export async function xk6Build(build: GoBuild): Promise<void> {
  for (const program of build.programs) {
    const counter = await countPackages(build, [program.package]);
    const output = join(build.bin, binaryName(program));
    const extension = 'seatrial.dev/xk6-seatrial=.';
    await runGo(['tool', 'xk6', 'build', program.version, '--with', extension, '--output', output], {
      cwd: build.moduleDir,
      // xk6 resolves the modules in a folder of its own, which has no go.sum yet.
      env: {
        GOTMPDIR: build.work,
        GOFLAGS: '-buildvcs=false',
        XK6_BUILD_FLAGS: "-v -trimpath -ldflags='-s -w'",
      },
      signal: build.signal,
      onLine: (line) => see(build, counter, line),
    });
  }
}

/** What Go calls the binary of a package: its last element that is not a major version. */
export function binaryName(program: Program): string {
  return basename(program.package.replace(/\/v\d+$/, ''));
}

function see(build: GoBuild, counter: PackageCounter, line: string): void {
  const progress = counter.see(line, Date.now());
  if (progress !== undefined) build.onProgress(progress);
}

/** Lists what the packages need, which also fetches the modules. */
async function countPackages(build: GoBuild, packages: readonly string[]): Promise<PackageCounter> {
  build.onProgress({ detail: 'counting packages' });
  const fetching = new PackageCounter(1, [], Date.now());
  const run = {
    cwd: build.moduleDir,
    signal: build.signal,
    onLine: (line: string) => line.startsWith('go: ') && see(build, fetching, line),
  };
  const needed = await runGo(['list', '-deps', ...packages], run);
  const mains = await runGo(['list', ...packages], run);
  return new PackageCounter(new Set(needed).size, mains, Date.now());
}

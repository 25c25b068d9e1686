import { basename, join } from 'node:path';
import type { BuildProgress } from './build-progress.ts';
import { PackageCounter } from './build-progress.ts';
import { completedModules } from './completed-module.ts';
import { runGo } from './go-process.ts';
import type { Program } from './programs.ts';
import { linkerFlags } from './programs.ts';

/** Programs that are built by one run of Go: they share a module and a recipe. */
export interface BuildGroup {
  readonly moduleDir: string;
  readonly programs: readonly Program[];
}

/** Where one run of Go works. */
export interface BuildPlace {
  /** Where the binaries go, each under the name that `binaryName` tells. */
  readonly bin: string;
  /** Go's work folder; on the same file system as `bin`, so that its last step is a rename. */
  readonly work: string;
}

/** What watches and can stop a build. */
export interface BuildWatch {
  readonly signal: AbortSignal | undefined;
  readonly onProgress: (progress: BuildProgress) => void;
}

/** Lists what all groups need, which also fetches the modules. */
export async function countPackages(
  groups: readonly BuildGroup[],
  { signal, onProgress }: BuildWatch,
): Promise<PackageCounter> {
  onProgress({ detail: 'counting packages' });
  const fetching = new PackageCounter(1, [], Date.now());
  const onLine = (line: string) => {
    if (line.startsWith('go: ')) tell(fetching, line, onProgress);
  };
  let packages = 0;
  const mains: string[] = [];
  for (const { moduleDir, programs } of groups) {
    const paths = programs.map((program) => program.package);
    const run = { cwd: moduleDir, signal, onLine };
    // Of what a module lacks, the build itself complains.
    const list = ['list', '-e', ...tagsOf(programs)];
    packages += new Set(await runGo([...list, '-deps', ...paths], run)).size;
    mains.push(...(await runGo([...list, ...paths], run)));
  }
  return new PackageCounter(packages, mains, Date.now());
}

/** Builds one group. What its programs share is compiled once. */
export async function goBuild(
  { moduleDir, programs }: BuildGroup,
  { bin, work }: BuildPlace,
  counter: PackageCounter,
  { signal, onProgress }: BuildWatch,
): Promise<void> {
  const run = { cwd: moduleDir, signal, onLine: (line: string) => tell(counter, line, onProgress) };
  const ordinary = programs.filter((program) => program.recipe === undefined);
  if (ordinary.length > 0) {
    const packages = ordinary.map((program) => program.package);
    const flags = [...tagsOf(ordinary), ...(await completedModules(moduleDir, ordinary, work))];
    const args = [
      'build',
      '-v',
      '-trimpath',
      '-ldflags',
      linkerFlags,
      ...flags,
      '-o',
      `${bin}/`,
      ...packages,
    ];
    await runGo(args, { ...run, env: { GOTMPDIR: work } });
  }
  for (const program of programs.filter(({ recipe }) => recipe === 'xk6')) {
    const output = join(bin, binaryName(program));
    const extension = 'seatrial.dev/xk6-seatrial=.';
    await runGo(['tool', 'xk6', 'build', program.version, '--with', extension, '--output', output], {
      ...run,
      env: {
        GOTMPDIR: work,
        // xk6 resolves the modules in a folder of its own, which has no go.sum yet.
        GOFLAGS: '-buildvcs=false',
        XK6_BUILD_FLAGS: "-v -trimpath -ldflags='-s -w'",
      },
    });
  }
}

/** The build tags of programs that are built together: those of one module share them. */
function tagsOf(programs: readonly Program[]): string[] {
  const tags = new Set(programs.flatMap((program) => program.tags ?? []));
  return tags.size === 0 ? [] : ['-tags', [...tags].join(',')];
}

/** What Go calls the binary of a package: its last element that is not a major version. */
export function binaryName(program: Program): string {
  return basename(program.package.replace(/\/v\d+$/, ''));
}

function tell(counter: PackageCounter, line: string, onProgress: BuildWatch['onProgress']): void {
  const progress = counter.see(line, Date.now());
  if (progress !== undefined) onProgress(progress);
}

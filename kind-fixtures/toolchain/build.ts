import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { BuildProgress } from './build-progress.ts';
import { moduleDigest, programKey } from './cache-key.ts';
import { cacheFolder } from './folders.ts';
import { forgetOld } from './forget-old.ts';
import { goVersion } from './go.ts';
import { binaryName, countPackages, goBuild } from './go-build.ts';
import type { Program, ProgramName } from './programs.ts';
import { programNamed } from './programs.ts';
import { requireSpace } from './space.ts';

export interface BuildOptions {
  /** The cache folder; the user's own unless given. */
  readonly cache?: string;
  readonly onProgress?: (progress: BuildProgress) => void;
  /** Stops the build. What was compiled and linked until then is not lost. */
  readonly signal?: AbortSignal;
}

interface Wanted {
  readonly program: Program;
  readonly path: string;
}

/** What the disk has to hold while programs are built: Go's caches and work folder, and the binaries. */
const spaceFor = (programs: number): number => Math.min(programs * 0.6e9, 7e9);

/** How many versions of one program are kept. */
const keptVersions = 3;

/**
 * The paths of these programs, built first where the cache lacks them.
 * @throws FixtureError (`unavailable`) when Go is missing, too old, or fails.
 */
export async function buildPrograms<const N extends ProgramName>(
  names: readonly N[],
  options: BuildOptions = {},
): Promise<Record<N, string>> {
  const cache = options.cache ?? cacheFolder();
  const wanted = await locate([...new Set(names)].map(programNamed), cache);
  const missing = await filterMissing(wanted);
  if (missing.length > 0) await buildMissing(missing, cache, options);
  return Object.fromEntries(wanted.map((one) => [one.program.name, one.path])) as Record<N, string>;
}

/** Which of these programs the cache lacks. */
export async function missingPrograms(
  names: readonly ProgramName[],
  cache: string = cacheFolder(),
): Promise<string[]> {
  const missing = await filterMissing(await locate(names.map(programNamed), cache));
  return missing.map((one) => one.program.name);
}

async function locate(programs: readonly Program[], cache: string): Promise<Wanted[]> {
  const digests = new Map<string, string>();
  for (const moduleDir of new Set(programs.map((program) => program.moduleDir))) {
    digests.set(moduleDir, await moduleDigest(moduleDir, await goVersion(moduleDir)));
  }
  return Promise.all(
    programs.map(async (program) => {
      const key = await programKey(program, digests.get(program.moduleDir)!);
      return { program, path: join(cache, 'programs', program.name, key, program.name) };
    }),
  );
}

async function filterMissing(wanted: readonly Wanted[]): Promise<Wanted[]> {
  const there = await Promise.all(wanted.map(({ path }) => stat(path).then(Boolean, () => false)));
  return wanted.filter((_, index) => !there[index]);
}

async function buildMissing(
  missing: readonly Wanted[],
  cache: string,
  { signal, onProgress = () => {} }: BuildOptions,
): Promise<void> {
  await requireSpace(join(cache, 'programs'), spaceFor(missing.length), 'Building the programs');
  const watch = { signal, onProgress };
  const modules = [...Map.groupBy(missing, (one) => one.program.moduleDir).values()];
  const groups = modules.map((wanted) => ({
    wanted,
    moduleDir: wanted[0]!.program.moduleDir,
    programs: wanted.map((one) => one.program),
  }));
  const counter = await countPackages(groups, watch);
  for (const group of groups) {
    const folder = await mkdtemp(join(cache, 'programs', '.build-'));
    const place = { bin: join(folder, 'bin'), work: join(folder, 'work') };
    await mkdir(place.work);
    try {
      await goBuild(group, place, counter, watch);
    } finally {
      await keepFinished(place.bin, group.wanted);
      // A compiler that was told to stop may still write its last file.
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  }
}

/** Puts every finished binary in its place, also when the build was stopped half-way. */
async function keepFinished(bin: string, group: readonly Wanted[]): Promise<void> {
  const finished = new Set(await readdir(bin).catch(() => []));
  for (const { program, path } of group) {
    const built = binaryName(program);
    if (!finished.has(built)) continue;
    await mkdir(dirname(path), { recursive: true });
    await rename(join(bin, built), path);
    await forgetOld(dirname(dirname(path)), () => true, keptVersions);
  }
}

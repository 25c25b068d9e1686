import { execFile } from 'node:child_process';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { runGo } from './go-process.ts';
import { moduleFolder } from './module-folder.ts';
import type { Program } from './programs.ts';

const run = promisify(execFile);

/**
 * Flags that make Go build these programs from copies of their modules with the
 * files that they lack. (Go refuses an overlay over its module cache.)
 * The pins stay as they are: the copies are named in a go.mod beside them.
 */
export async function completedModules(
  moduleDir: string,
  programs: readonly Program[],
  work: string,
): Promise<string[]> {
  const completed = programs.flatMap((program) => program.completed ?? []);
  if (completed.length === 0) return [];
  const modFile = join(work, 'completed.mod');
  await copyFile(join(moduleDir, 'go.mod'), modFile);
  await copyFile(join(moduleDir, 'go.sum'), join(work, 'completed.sum'));
  for (const [index, { module, files }] of completed.entries()) {
    const copy = join(work, `module-${index}`);
    // Files of Go's module cache are read-only, and so would be their copies.
    await run('cp', ['-r', '--no-preserve=mode', await moduleFolder(moduleDir, module), copy]);
    for (const [path, content] of Object.entries(files)) {
      await mkdir(dirname(join(copy, path)), { recursive: true });
      await writeFile(join(copy, path), content);
    }
    await runGo(['mod', 'edit', `-replace=${module}=${copy}`, modFile], { cwd: moduleDir });
  }
  return [`-modfile=${modFile}`];
}

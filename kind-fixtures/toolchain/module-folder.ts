import { FixtureError } from './fixture-error.ts';
import { runGo } from './go-process.ts';

/**
 * The folder of a module that a go.mod pins, fetched where Go's cache lacks it:
 * what it holds beside code, such as manifests and definitions.
 */
export async function moduleFolder(moduleDir: string, module: string): Promise<string> {
  const lines = await runGo(['mod', 'download', '-json', module], { cwd: moduleDir });
  const { Dir } = JSON.parse(lines.join('\n')) as { Dir?: string };
  if (Dir === undefined) throw new FixtureError('unavailable', `The module ${module} could not be fetched.`);
  return Dir;
}

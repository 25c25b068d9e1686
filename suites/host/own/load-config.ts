import { access } from 'node:fs/promises';
import { registerHooks } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { SeatrialConfig } from '../../own-config.ts';
import { InputError } from './input-error.ts';

/** The file that is read where none is named. */
export const usualConfig = 'seatrial.config.ts';

/** A user's own checks and platforms. Without a name the usual file is taken if it is there. @throws InputError */
export async function loadConfig(file: string | undefined): Promise<SeatrialConfig> {
  const path = resolve(file ?? usualConfig);
  const there = await access(path).then(
    () => true,
    () => false,
  );
  if (!there) {
    if (file === undefined) return {};
    throw new InputError(`There is no file ${file}: make one with \`seatrial init\`.`);
  }
  resolveOurselves();
  try {
    const module = (await import(pathToFileURL(path).href)) as { default?: unknown };
    if (typeof module.default !== 'object' || module.default === null)
      throw new TypeError('it has no default export: end it with `export default defineConfig({ … })`');
    return module.default;
  } catch (cause) {
    throw new InputError(`${file ?? usualConfig} cannot be used: ${(cause as Error).message}.`, cause);
  }
}

let hooked = false;

/** `import … from 'seatrial'` in the user's file means this Seatrial, installed beside it or not. */
function resolveOurselves(): void {
  if (hooked) return;
  hooked = true;
  const url = new URL('../../index.ts', import.meta.url).href;
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === 'seatrial'
        ? { url, format: 'module-typescript', shortCircuit: true }
        : next(specifier, context),
  });
}

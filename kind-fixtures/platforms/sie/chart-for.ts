import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder } from '../../toolchain/folders.ts';

const source = fileURLToPath(new URL('./chart', import.meta.url));

/**
 * The chart under the version of a release, in the cache: the vendor gives chart and images one version. What comes by
 * hook and is not rolled back then shows by its labels.
 */
export async function chartFor(tag: string, options: { readonly cache?: string } = {}): Promise<string> {
  const folder = join(options.cache ?? cacheFolder(), 'stand-ins', 'sie');
  const chart = join(folder, `chart-${tag}-${await digestOf(source)}`);
  if (await stat(chart).then(Boolean, () => false)) return chart;
  await mkdir(folder, { recursive: true });
  const temporary = `${chart}.${process.pid}.new`;
  await cp(source, temporary, { recursive: true });
  const about = await readFile(join(source, 'Chart.yaml'), 'utf8');
  const versioned = about
    .replace(/^version: .*$/m, `version: ${tag.replace(/^v/, '')}`)
    .replace(/^appVersion: .*$/m, `appVersion: ${tag}`);
  await writeFile(join(temporary, 'Chart.yaml'), versioned);
  // Another process may have been quicker, with the same content.
  await rename(temporary, chart).catch(() => rm(temporary, { recursive: true, force: true }));
  return chart;
}

async function digestOf(folder: string): Promise<string> {
  const hash = createHash('sha256');
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
  for (const file of files.sort()) hash.update(file.slice(folder.length)).update(await readFile(file));
  return hash.digest('hex').slice(0, 16);
}

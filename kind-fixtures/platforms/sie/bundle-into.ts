import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleServer } from './bundle.ts';

/** `node bundle-into.ts FOLDER`: puts the file of the image there, for the Dockerfile. */
const folder = process.argv[2];
if (!folder) throw new TypeError('Name the folder that the bundle goes to.');
await mkdir(folder, { recursive: true });
await copyFile(await bundleServer(), join(folder, 'server.mjs'));

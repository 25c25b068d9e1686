import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleServer } from './bundle.ts';

/** `node bundle-into.ts FOLDER`: puts the files of the image there, for the Dockerfile. */
const folder = process.argv[2];
if (!folder) throw new TypeError('Name the folder that the bundle goes to.');
await mkdir(folder, { recursive: true });
const { server, probe, corpus } = await bundleServer();
await copyFile(server, join(folder, 'server.mjs'));
await copyFile(probe, join(folder, 'probe.mjs'));
if (corpus) await copyFile(corpus, join(folder, 'speech.bin'));

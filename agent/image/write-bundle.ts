import { bundleAgent } from './bundle.ts';

/** `node agent/image/write-bundle.ts FOLDER`, for the Dockerfile. */
const folder = process.argv[2];
if (folder === undefined) throw new Error('usage: node agent/image/write-bundle.ts FOLDER');
await bundleAgent(folder);

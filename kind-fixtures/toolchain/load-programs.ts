import { join } from 'node:path';
import { repositoryFolder } from './folders.ts';
import type { Program } from './programs.ts';

const truth = join(repositoryFolder, 'load/truth');

/** What the load engine is held against: a server that knows the truth, and other clients. */
export const loadPrograms = [
  {
    name: 'truth-server',
    package: './cmd/truth-server',
    version: 'own',
    moduleDir: truth,
    sources: '.',
  },
  {
    name: 'bare-client',
    package: './cmd/bare-client',
    version: 'own',
    moduleDir: truth,
    sources: '.',
  },
  {
    name: 'stock-k6',
    package: './cmd/stock-k6',
    version: 'v2.2.0',
    moduleDir: join(repositoryFolder, 'load/xk6-seatrial'),
    sources: 'cmd/stock-k6',
  },
] as const satisfies readonly Program[];

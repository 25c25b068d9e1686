import { text } from 'node:stream/consumers';
import { engineLayout, removeEngine } from './engine-state.ts';

// The program of `guardEngine`: `guard-main.ts NAME`. Its input ends with the process that started it.
await text(process.stdin);
await removeEngine(engineLayout(process.argv[2]!));

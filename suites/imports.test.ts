import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';

/** Which rooms a room may import (DESIGN, 'The house'). Tests may reach the fixtures. */
const mayImport: Record<string, readonly string[]> = {
  load: [],
  suites: ['load'],
  reports: ['load', 'suites'],
  agent: ['load', 'suites', 'reports'],
  'kind-fixtures': [],
};

const rooms = Object.keys(mayImport);
const isTest = (file: string) =>
  /\.test\.ts$/.test(file) ||
  ['agent/bench/', 'agent/e2e/', 'load/bench/', 'load/judge/bench/'].some((folder) =>
    file.startsWith(folder),
  );
const specifier =
  /(import\s+type\s[^';]*?from\s*|export\s+type\s[^';]*?from\s*|from\s*|import\s*\(\s*|import\s*)'(\.[^']+)'/g;

/** Imports that leave the file's room; `lazy` are those that a bundler or a start-up does not follow. */
function foreignImports(file: string): { room: string; target: string; lazy: boolean }[] {
  return [...readFileSync(file, 'utf8').matchAll(specifier)].flatMap(([, keyword, target]) => {
    const room = normalize(join(dirname(file), target!)).split('/')[0]!;
    if (!rooms.includes(room) || room === file.split('/')[0]) return [];
    return [{ room, target: target!, lazy: /\btype\b|\($|\(\s*$/.test(keyword!) }];
  });
}

describe('imports go one way', () => {
  test.each(rooms)('%s', (room) => {
    const files = globSync(`${room}/**/*.ts`).filter((file) => !file.includes('node_modules'));
    const wrong = files.flatMap((file) =>
      foreignImports(file)
        .filter(({ room: other, lazy }) => {
          const fromCli = other === 'kind-fixtures' && lazy && file.startsWith('agent/cli/');
          return !isTest(file) && !mayImport[room]!.includes(other) && !fromCli;
        })
        .map(({ target }) => `${file} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });
});

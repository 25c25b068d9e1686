import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { faultRecipes } from '../../../kind-fixtures/faults/index.ts';
import { platforms } from '../../../suites/platforms/index.ts';
import { suitesOf } from '../../../suites/platforms/platform.ts';
import type { CommandSpec } from '../command.ts';
import { commands } from '../commands/index.ts';
import { runbooks } from './index.ts';
import { runbooksText } from './table.ts';
import { runbooksFile } from './write-table.ts';

const root = new URL('../../../', import.meta.url);
const caught = new Set(
  faultRecipes.filter(({ leaves }) => leaves === undefined).flatMap(({ caughtBy }) => caughtBy),
);
const steps = runbooks.flatMap((book) => book.steps.map((step) => ({ ...step, platform: book.platform })));

const known = (specs: readonly CommandSpec[], words: readonly string[]): boolean => {
  const spec = specs.find(({ name }) => name === words[0]);
  return spec !== undefined && (spec.run !== undefined || known(spec.commands ?? [], words.slice(1)));
};

test('the table is the generated one (node agent/cli/runbooks/write-table.ts)', () => {
  expect(readFileSync(runbooksFile, 'utf8')).toBe(runbooksText(runbooks, faultRecipes));
});

describe.each(steps)(
  '$section: $says',
  ({ platform, checks = [], commands: typed = [], note, proofs = [] }) => {
    test('is done by something', () => {
      expect(checks.length + typed.length > 0 || note !== undefined).toBe(true);
    });

    test('by checks of the platform, each of which a fault or a test can make fail', () => {
      const own = suitesOf(platforms[platform]!).flatMap(({ entries }) =>
        entries.map(({ check }) => check.id),
      );
      for (const id of checks) {
        expect(own).toContain(id);
        expect([id, caught.has(id) || proofs.length > 0]).toEqual([id, true]);
      }
    });

    test('by commands that exist, and proofs that exist', () => {
      for (const command of typed)
        expect([command, known(commands, command.split(' '))]).toEqual([command, true]);
      for (const proof of proofs) expect([proof, existsSync(new URL(proof, root))]).toEqual([proof, true]);
      const needsProof = checks.length === 0 && !/^Not a step/.test(note ?? '');
      if (needsProof) expect(proofs).not.toEqual([]);
    });
  },
);

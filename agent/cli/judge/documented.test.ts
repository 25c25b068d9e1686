import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { judgeLine } from '../../../load/judge/judge-case.ts';
import { details } from '../commands/judge.ts';

const page = await readFile(new URL('../../../docs/judge.md', import.meta.url), 'utf8');
const [asked, answered] = page.split('\n').filter((line) => line.startsWith('{"id":"a"'));
const help = (word: string) => new RegExp(`^${word}: +(.*)$`, 'm').exec(details)?.[1] ?? '';

test('the page shows what the judge answers today', () => {
  expect(judgeLine(asked!, {})).toEqual(JSON.parse(answered!));
});

test('and so does the help', () => {
  const { reason: _, ...shown } = JSON.parse(help('Out'));
  expect(judgeLine(help('In'), {})).toMatchObject(shown);
});

import { expect, it } from 'vitest';
import { dot, embed, turned } from './embed.ts';
import { extract } from './extract.ts';
import { ranked, relevance } from './score.ts';

const of = (text: string) => embed('BAAI/bge-m3', text, 1024);

it('embeds a text always alike, near to texts with common words, and as each model does', () => {
  const ship = of('the ship sails at dawn');
  expect(of('The ship sails, at dawn!')).toEqual(ship);
  expect(dot(ship, of('at dawn a ship sails'))).toBeGreaterThan(0.7);
  expect(Math.abs(dot(ship, of('bananas grow in Honduras')))).toBeLessThan(0.3);
  expect(Math.abs(dot(ship, embed('other/model', 'the ship sails at dawn', 1024)))).toBeLessThan(0.2);
  expect(dot(of(''), of(''))).toBeCloseTo(1, 9);
});

it('turns a vector to the cosine that is asked for, and keeps its length', () => {
  const right = of('hold the course');
  const wrong = turned(right, 0.62);
  expect([dot(right, wrong), dot(wrong, wrong)]).toEqual([expect.closeTo(0.62, 9), expect.closeTo(1, 9)]);
});

it('ranks what holds the words of the query first', () => {
  const scores = ['bananas', 'when the ship leaves the harbour'].map((text) => ({
    id: text,
    score: relevance('When does the ship leave the harbour?', text),
  }));
  expect(ranked(scores).map(({ item_id, rank }) => [item_id, rank])).toEqual([
    ['when the ship leaves the harbour', 0],
    ['bananas', 1],
  ]);
});

it('finds names with their places, the longer one where one holds another', () => {
  const text = 'Marie Curie left the University of Paris in 1934.';
  const found = extract(text, ['person', 'organization', 'city', 'date']);
  expect(found.map((one) => [one.label, text.slice(one.start, one.end)])).toEqual([
    ['person', 'Marie Curie'],
    ['organization', 'University of Paris'],
    ['date', '1934'],
  ]);
  expect(extract(text, [])).toEqual([]);
});

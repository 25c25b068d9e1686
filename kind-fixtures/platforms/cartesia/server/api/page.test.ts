import { expect, it } from 'vitest';
import { paginate } from './page.ts';

const items = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id }));
const page = (query: string) => {
  const { data, has_more, next_page } = paginate(items, new URLSearchParams(query));
  return [data.map(({ id }) => id).join(''), has_more, next_page];
};

it('walks forwards and backwards by cursor', () => {
  expect(page('limit=2')).toEqual(['ab', true, 'b']);
  expect(page('limit=2&starting_after=b')).toEqual(['cd', true, 'd']);
  expect(page('limit=2&starting_after=d')).toEqual(['e', false, null]);
  expect(page('limit=2&ending_before=e')).toEqual(['cd', true, 'c']);
  expect(page('limit=9&ending_before=c')).toEqual(['ab', false, null]);
});

it('takes its default for a limit that makes no sense', () => {
  expect(page('limit=-1')).toEqual(['abcde', false, null]);
});

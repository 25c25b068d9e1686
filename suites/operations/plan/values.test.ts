import { expect, test } from 'vitest';
import { valuesChanges } from './values.ts';

const defaults = { api: { replicas: 1, image: { tag: '' } }, extra: {}, workers: [], old: { name: '' } };
const after = (values: object, more: object = {}, schema: unknown = null) => ({
  values: values as Record<string, unknown>,
  defaults: { api: { replicas: 1 }, extra: {}, workers: [], ...more },
  schema,
});
const changes = (values: object, next: ReturnType<typeof after>, known: object | null = defaults) =>
  valuesChanges(
    { values: values as Record<string, unknown>, defaults: known as Record<string, unknown> | null },
    next,
  );

test('a given name that the old chart knew and the new one does not is removed', () => {
  const given = { old: { name: 'x1y2' }, api: { replicas: 2 } };
  expect(changes(given, after(given))).toEqual({ removed: ['old.name'], renamed: [], required: [] });
});

test('names below an empty map or in a list are the user’s own, and so are those that no chart ever knew', () => {
  const given = { extra: { a: 1 }, workers: [{ name: 'w' }], mine: true, global: { x: 1 } };
  expect(changes(given, after(given)).removed).toEqual([]);
});

test('the same value under a new name is a renaming, and then nothing is lost', () => {
  const next = after({ fresh: { title: 'telling' } }, { fresh: { title: '' } });
  expect(changes({ old: { name: 'telling' } }, next)).toEqual({
    removed: [],
    renamed: [{ from: 'old.name', to: 'fresh.title', sure: true }],
    required: [],
  });
});

test('a value still given under its old name is told, with the name it may have now', () => {
  const given = { api: { image: { tag: 'v1' } } };
  const next = after(given, { workers: { common: { tag: '' } } });
  expect(changes(given, next)).toMatchObject({
    removed: ['api.image.tag'],
    renamed: [{ from: 'api.image.tag', to: 'workers.common.tag', sure: false }],
  });
});

test('equal values such as true and 1 are no sign of a renaming', () => {
  const next = after({ fresh: { on: true } }, { fresh: { on: false } });
  expect(changes({ old: { name: true } }, next).renamed).toEqual([]);
});

test('what the schema knows is not removed, and what it requires must be given', () => {
  const schema = {
    required: ['license'],
    properties: { old: { properties: { name: {} } }, api: { required: ['key', 'replicas'], properties: {} } },
  };
  const given = { old: { name: 'x1y2' } };
  expect(changes(given, after(given, {}, schema))).toEqual({
    removed: [],
    renamed: [],
    required: ['license', 'api.key'],
  });
});

test('without the old chart’s names nothing is called removed', () => {
  const given = { old: { name: 'x1y2' } };
  expect(changes(given, after(given), null).removed).toEqual([]);
});

import { expect, test } from 'vitest';
import { PackageCounter } from './build-progress.ts';

test('estimates the time left from the packages that were named', () => {
  const counter = new PackageCounter(175, ['example.com/cmd/one'], 0);
  expect(counter.see('fmt', 1000)).toEqual({ detail: 'fmt', fraction: 1 / 200 });
  for (let seen = 1; seen < 99; seen++) counter.see(`example.com/p${seen}`, 1000);
  expect(counter.see('example.com/last', 50_000)).toEqual({
    detail: 'example.com/last',
    fraction: 0.5,
    secondsLeft: 50,
  });
  expect(counter.see('example.com/cmd/one', 60_000)?.fraction).toBe(0.625);
});

test('never says it is done, for the linker works on after the last package', () => {
  const counter = new PackageCounter(1, [], 0);
  counter.see('fmt', 1000);
  expect(counter.see('os', 1000)?.fraction).toBe(0.99);
});

test('tells what is fetched, and takes complaints for no package', () => {
  const counter = new PackageCounter(10, [], 0);
  expect(counter.see('go: downloading k8s.io/api v0.34.4', 0)).toEqual({
    detail: 'fetching k8s.io/api v0.34.4',
  });
  expect(counter.see('# example.com/broken', 0)).toBeUndefined();
  expect(counter.see('./main.go:7:2: undefined: boat', 0)).toBeUndefined();
});

import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

// Trap 8: the vendor's alert rules select jobs that its own ServiceMonitor never makes, so they cannot fire. An alert
// that is silent proves nothing: no check may take it for an answer.
test('no check queries ALERTS', () => {
  const files = globSync('suites/**/*.ts').filter((file) => !file.endsWith('.test.ts'));
  const asking = files.filter((file) =>
    /\bALERTS(_FOR_STATE)?\b|\/api\/v1\/alerts/.test(readFileSync(file, 'utf8')),
  );
  expect(files.length).toBeGreaterThan(20);
  expect(asking).toEqual([]);
});

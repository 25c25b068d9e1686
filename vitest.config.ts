import { defineConfig } from 'vitest/config';

const everywhere = ['suites', 'agent', 'load', 'kind-fixtures', 'reports'];
const tests = (kind: string) => everywhere.map((room) => `${room}/**/*.${kind}.test.ts`);

/**
 * `unit`, `integration` and `e2e` are the project's own tests and run by `npm test`.
 * Tests of a unit are `x.test.ts`, the others carry their project in the name (`x.e2e.test.ts`).
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: everywhere.map((room) => `${room}/**/*.test.ts`),
          exclude: ['**/node_modules/**', ...tests('integration'), ...tests('e2e')],
        },
      },
      {
        test: {
          name: 'integration',
          include: tests('integration'),
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 600_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: tests('e2e'),
          fileParallelism: false,
          testTimeout: 600_000,
          hookTimeout: 1_200_000,
        },
      },
    ],
  },
});

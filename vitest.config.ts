import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const rooms = ['suites', 'agent', 'load', 'kind-fixtures', 'reports'];
const tests = (kind: string) => rooms.map((room) => `${room}/**/*.${kind}.test.ts`);
const minutes = (count: number) => count * 60_000;

/** A suite of Seatrial's as tests against the cluster of the current kubeconfig. Never part of a bare `vitest run`. */
const suite = (name: string) => ({
  test: {
    name,
    include: [`suites/host/${name}.suite.test.ts`],
    fileParallelism: false,
    hookTimeout: minutes(5),
  },
  // A user's own configuration may lie anywhere.
  resolve: { alias: { seatrial: fileURLToPath(new URL('suites/index.ts', import.meta.url)) } },
});
const suites = ['preflight', 'verify', 'smoke', 'bench'];
const asked = process.argv.some((argument) => suites.includes(argument.replace(/^--project=/, '')));

const ecosystem = process.argv.some((argument) => /^(--project=)?ecosystem$/.test(argument));

/**
 * `unit`, `integration` and `e2e` are the project's own tests and run by `npm test`: `x.test.ts`,
 * `x.integration.test.ts` (real programs on this machine) and `x.e2e.test.ts` (a real cluster). One project after the
 * other: on two cores they would only measure each other. `ecosystem` (`x.ecosystem.test.ts`) runs by
 * `npm run test:ecosystem` only: what it builds takes long.
 */
export default defineConfig({
  test: {
    reporters: ['default', './.ci/closing-line.ts'],
    projects: [
      {
        test: {
          name: 'unit',
          sequence: { groupOrder: 0 },
          include: rooms.map((room) => `${room}/**/*.test.ts`),
          exclude: [
            '**/node_modules/**',
            ...tests('integration'),
            ...tests('e2e'),
            ...tests('ecosystem'),
            ...tests('suite'),
          ],
        },
      },
      {
        test: {
          name: 'integration',
          sequence: { groupOrder: 1 },
          include: tests('integration'),
          fileParallelism: false,
          testTimeout: minutes(3),
          hookTimeout: minutes(30),
        },
      },
      {
        test: {
          name: 'e2e',
          sequence: { groupOrder: 2 },
          globalSetup: ['kind-fixtures/clusters/shared-set-up.ts'],
          include: tests('e2e'),
          fileParallelism: false,
          testTimeout: minutes(10),
          hookTimeout: minutes(30),
        },
      },
      ...(ecosystem
        ? [
            {
              test: {
                name: 'ecosystem',
                globalSetup: ['kind-fixtures/clusters/shared-set-up.ts'],
                include: tests('ecosystem'),
                fileParallelism: false,
                testTimeout: minutes(10),
                hookTimeout: minutes(60),
              },
            },
          ]
        : []),
      ...(asked ? suites.map(suite) : []),
    ],
  },
});

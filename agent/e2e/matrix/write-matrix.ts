import { readdir, readFile, writeFile } from 'node:fs/promises';
import { platforms } from '../../../suites/platforms/index.ts';
import { suitesOf } from '../../../suites/platforms/platform.ts';
import { type MatrixRow, type RecordedMatrix, recordedFolder } from './recorded.ts';
import { besideRealSoftware, fromAPodOnly, inTestsOfTheirOwn } from './settings.ts';

const file = new URL('../../../docs/matrix.md', import.meta.url);
const names = (await readdir(recordedFolder)).filter((name) => name.endsWith('.json')).sort();
const recorded = await Promise.all(
  names.map(
    async (name) => JSON.parse(await readFile(new URL(name, recordedFolder), 'utf8')) as RecordedMatrix,
  ),
);

/** What is known of one check, from every recorded run of its platform. */
function known(rows: readonly MatrixRow[], check: string) {
  const own = rows.filter((row) => row.check === check);
  const healthy = own.filter(({ fault }) => fault === null).map(({ outcome }) => outcome);
  const failed = own.filter(({ fault, outcome }) => fault !== null && outcome === 'fail');
  return {
    healthy: healthy.includes('fail')
      ? 'fail'
      : healthy.includes('pass')
        ? 'pass'
        : (healthy[0] ?? 'not asked'),
    faults: [...new Set(failed.map(({ fault }) => fault!))],
  };
}

const elsewhere: Readonly<Record<string, string>> = {
  ...besideRealSoftware,
  ...inTestsOfTheirOwn,
  ...fromAPodOnly,
};
const everyCheck = new Set(
  Object.values(platforms)
    .filter(({ name }) => recorded.some(({ platform }) => platform === name))
    .flatMap((platform) => suitesOf(platform))
    .flatMap(({ entries }) => entries.map(({ check }) => check.id)),
);
const inMatrix = [...everyCheck].filter(
  (id) =>
    known(
      recorded.flatMap(({ rows }) => rows),
      id,
    ).faults.length > 0,
);
const byTests = [...everyCheck].filter((id) => !inMatrix.includes(id));

const sections = Object.values(platforms).flatMap((platform) => {
  const runs = recorded.filter((one) => one.platform === platform.name);
  if (runs.length === 0) return [];
  const rows = runs.flatMap((run) => run.rows);
  const checks = [
    ...new Set(suitesOf(platform).flatMap(({ entries }) => entries.map(({ check }) => check.id))),
  ];
  const facts = checks.map((id) => ({ id, ...known(rows, id) }));
  const proven = facts.filter(({ faults }) => faults.length > 0).length;
  const passing = facts.filter(({ healthy }) => healthy === 'pass').length;
  const alarms = facts.filter(({ healthy }) => healthy === 'fail').length;
  const upgrades = runs.reduce((sum, run) => sum + run.upgrades.count, 0);
  const falseAlarms = runs.reduce((sum, run) => sum + run.upgrades.alarms.length, 0);
  return [
    `## ${platform.title}`,
    '',
    `${checks.length} checks: ${passing} pass after a healthy upgrade, ${alarms} fail there; ${proven} are seen to fail under a fault.`,
    `${upgrades} healthy upgrades in a row raised ${falseAlarms} false alarms.`,
    `Run ${runs.map(({ surroundings, at }) => `${surroundings} on ${at.slice(0, 10)}`).join(', ')}.`,
    '',
    '| Check | After a healthy upgrade | Fails under |',
    '|---|---|---|',
    ...facts.map(
      ({ id, healthy, faults }) =>
        `| \`${id}\` | ${healthy} | ${faults.map((one) => `\`${one}\``).join(', ')} |`,
    ),
    '',
  ];
});

await writeFile(
  file,
  [
    '# The mutation matrix',
    '',
    'Each check of each platform on a real cluster: what it answers after a healthy upgrade, and under which faults of',
    '`kind-fixtures/faults` it was seen to fail. Recorded with `SEATRIAL_RECORD_MATRIX=1` by the tests in `agent/e2e/matrix`,',
    'written by `node agent/e2e/matrix/write-matrix.ts`. *skip*: it does not apply to this installation, and says why.',
    '',
    `The platforms share checks: ${everyCheck.size} different ones, ${inMatrix.length} of them seen to fail below, on one platform at least.`,
    'The others fail in tests of their own:',
    '',
    ...byTests.map((id) => `- \`${id}\`: ${elsewhere[id] ? `\`${elsewhere[id]}\`` : 'nowhere yet'}`),
    '',
    ...sections,
  ].join('\n'),
);

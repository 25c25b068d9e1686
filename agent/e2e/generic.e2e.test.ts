import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sharedCluster } from '../../kind-fixtures/clusters/shared.ts';
import { faultRecipes } from '../../kind-fixtures/faults/index.ts';
import { wordcabFixture } from '../../kind-fixtures/platforms/wordcab/fixture.ts';
import { generic } from '../../suites/platforms/generic/platform.ts';
import { wordcab } from '../../suites/platforms/wordcab/platform.ts';
import { observeRelease } from '../../suites/release/observe.ts';
import { noSettings } from '../../suites/settings.ts';
import { Dock } from './matrix/dock.ts';
import { runSuite } from './run-vitest.ts';

const openai = new Map(generic.suites.smoke.entries.map(({ check }) => [check.id, check]));
const cases = faultRecipes
  .filter(({ platform }) => platform === 'wordcab')
  .flatMap((recipe) => recipe.caughtBy.filter((id) => openai.has(id)).map((id) => ({ id, recipe })));
const models = { chatModel: 'qwen3.5-4b', embeddingModel: 'bge-m3', models: ['gte-small-en'] };
/** A platform of the user's: ours, with the three requests and nothing else. */
const ours = `
import { defineConfig, definePlatform } from 'seatrial';
import { generic } from '${new URL('../../suites/platforms/generic/platform.ts', import.meta.url).pathname}';
export default defineConfig({ platforms: [definePlatform({ ...generic, name: 'ours', title: 'Ours' })] });
`;
let dock: Dock;
let kubeconfig: string;

beforeAll(async () => {
  const cluster = await sharedCluster();
  ({ kubeconfig } = cluster);
  dock = await Dock.open({
    cluster,
    fixture: wordcabFixture,
    // As a user would say with `--url`: the platform's own chart is not known here.
    platform: { ...generic, defaultUrl: wordcab.defaultUrl },
    namespace: 'e2e-generic',
    settings: { ...noSettings, ...models },
    surroundings: null,
  });
  expect(await dock.rollOut(wordcabFixture.releaseTags.first)).toBe('pass');
  expect(await dock.rollOut(wordcabFixture.releaseTags.next)).toBe('pass');
});
afterAll(() => dock?.[Symbol.asyncDispose]());

describe('the generic platform with an OpenAI-style API', () => {
  test.each(generic.suites.verify.entries.map(({ check }) => check))('$id does not fail', async (check) => {
    const { outcome, reason } = await dock.askUntil(check, ['pass', 'skip'], 10);
    expect(['pass', 'skip'], reason).toContain(outcome);
  });

  test.each([...openai.keys()])('%s passes', async (id) => {
    expect(await dock.askUntil(openai.get(id)!, ['pass'], 30)).toMatchObject({ outcome: 'pass' });
  });

  test('every check of it has a fault', () => {
    expect(new Set(cases.map(({ id }) => id))).toEqual(new Set(openai.keys()));
  });

  test.each(cases)('$id fails under $recipe.id, and is well without it', async ({ id, recipe }) => {
    const check = openai.get(id)!;
    const fault = await dock.suffer(recipe, wordcabFixture.releaseTags.next);
    expect(await dock.askUntil(check, ['fail'], 20)).toMatchObject({ outcome: 'fail' });
    await fault[Symbol.asyncDispose]();
    expect(await dock.askUntil(check, ['pass'], 30)).toMatchObject({ outcome: 'pass' });
  });

  test('is found by labels as well, and then knows no revision of Helm', async () => {
    const query = { release: 'any', revisions: 'helm', tagOf: () => null } as const;
    expect(await observeRelease(dock.reader, query)).toBeNull();
    const found = await observeRelease(dock.reader, {
      ...query,
      selector: 'app.kubernetes.io/instance=wordcab',
    });
    expect(found?.subject).toMatchObject({ release: 'any', occurrence: { source: 'workloads' } });
    expect(found!.subject.workloads.length).toBeGreaterThan(1);
    const narrowed = {
      ...query,
      selector: 'app.kubernetes.io/instance=wordcab,app.kubernetes.io/name=nobody',
    };
    expect(await observeRelease(dock.reader, narrowed)).toBeNull();
  });

  test('is tried by vitest too, with settings, checks and a platform of the user', async () => {
    const service = await dock.reader.get('services', `${wordcabFixture.release}-api`);
    const where = {
      KUBECONFIG: kubeconfig,
      SEATRIAL_PLATFORM: 'ours',
      SEATRIAL_NAMESPACE: dock.reader.namespace,
      SEATRIAL_RELEASE: wordcabFixture.release,
      SEATRIAL_URL: `http://${service?.spec?.clusterIP}:8000`,
      SEATRIAL_API_KEY: wordcabFixture.apiKey,
    };
    const files = {
      SEATRIAL_SETTINGS: { name: 'settings.yaml', text: JSON.stringify(models) },
      SEATRIAL_CONFIG: { name: 'own.config.ts', text: ours },
    };
    const well = await runSuite('smoke', where, files);
    expect(well, well.output).toMatchObject({ code: 0, output: expect.stringMatching(/5 passed/) });

    const expectation = { path: '/v1/models', expect: { body: 'size(body.data) > 1000' } };
    const text = JSON.stringify([{ id: 'many', title: 'Many models', suite: 'smoke', http: expectation }]);
    const ill = await runSuite('smoke', where, { ...files, SEATRIAL_CHECKS: { name: 'checks.yaml', text } });
    expect(ill).toMatchObject({
      code: 1,
      output: expect.stringMatching(/it is not so: size\(body.data\) > 1000/),
    });
  });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sharedCluster } from '../../kind-fixtures/clusters/shared.ts';
import { faultRecipes } from '../../kind-fixtures/faults/index.ts';
import { wordcabFixture } from '../../kind-fixtures/platforms/wordcab/fixture.ts';
import { generic } from '../../suites/platforms/generic/platform.ts';
import { wordcab } from '../../suites/platforms/wordcab/platform.ts';
import { observeRelease } from '../../suites/release/observe.ts';
import { noSettings } from '../../suites/settings.ts';
import { Dock } from './matrix/dock.ts';

const openai = new Map(generic.suites.smoke.entries.map(({ check }) => [check.id, check]));
const cases = faultRecipes
  .filter(({ platform }) => platform === 'wordcab')
  .flatMap((recipe) => recipe.caughtBy.filter((id) => openai.has(id)).map((id) => ({ id, recipe })));
const models = { chatModel: 'qwen3.5-4b', embeddingModel: 'bge-m3', models: ['gte-small-en'] };
let dock: Dock;

beforeAll(async () => {
  dock = await Dock.open({
    cluster: await sharedCluster(),
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
    const { outcome, reason } = await dock.askUntil(check, ['pass'], 10);
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
});

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sharedCluster } from '../../../kind-fixtures/clusters/shared.ts';
import { faultRecipes } from '../../../kind-fixtures/faults/index.ts';
import { platformFixtures } from '../../../kind-fixtures/platforms/index.ts';
import type { AnyCheck } from '../../../suites/check.ts';
import { platforms } from '../../../suites/platforms/index.ts';
import { suitesOf } from '../../../suites/platforms/platform.ts';
import type { Outcome } from '../../../suites/record/outcome.ts';
import { noSettings, type Settings } from '../../../suites/settings.ts';
import { Dock } from './dock.ts';
import { type MatrixRow, merged, type RecordedMatrix, recordedFile, recordedFolder } from './recorded.ts';
import type { Harbour } from './surroundings.ts';

export interface MatrixOptions {
  readonly platform: string;
  readonly settings?: Partial<Settings>;
  /** Checks that cannot be asked in this surrounding, and where each is proven. */
  readonly elsewhere?: Readonly<Record<string, string>>;
  /** Real software around the platform; without it the platform stands alone. */
  readonly harbour?: () => Harbour;
}

/** A skip says that the check does not apply here, which is no alarm. */
const well: readonly Outcome[] = ['pass', 'skip'];
const failSeconds = 60;
const passSeconds = 90;

/**
 * The mutation matrix of one platform, as vitest tests on the shared cluster: after a healthy upgrade no check
 * fails; under each fault the checks that should catch it fail, and are well again without it.
 */
export function mutationMatrix(options: MatrixOptions): void {
  const platform = platforms[options.platform]!;
  const fixture = platformFixtures[options.platform]!;
  const elsewhere = options.elsewhere ?? {};
  const checks = new Map<string, AnyCheck>(
    suitesOf(platform)
      .flatMap((suite) => suite.entries.map(({ check }) => check))
      .filter(({ id }) => !(id in elsewhere))
      .map((check) => [check.id, check]),
  );
  const recipes = faultRecipes
    .filter((recipe) => [options.platform, 'kubernetes'].includes(recipe.platform))
    .map((recipe) => ({ recipe, catchers: recipe.caughtBy.filter((id) => checks.has(id)) }))
    .filter(({ catchers }) => catchers.length > 0);
  const rows: MatrixRow[] = [];
  let upgrades: RecordedMatrix['upgrades'] = { count: 0, alarms: [] };
  let dock: Dock;

  beforeAll(async () => {
    const namespace = `matrix-${options.platform}`;
    const surroundings = (await options.harbour?.().around(platform, fixture, namespace)) ?? null;
    dock = await Dock.open({
      cluster: await sharedCluster(),
      fixture,
      platform,
      namespace,
      settings: { ...noSettings, ...surroundings?.settings, ...options.settings },
      surroundings,
    });
    expect(await dock.rollOut(fixture.releaseTags.first)).toBe('pass');
    await dock.aimAt(fixture.releaseTags.next);
    expect(await dock.rollOut(fixture.releaseTags.next)).toBe('pass');
  });

  afterAll(async () => {
    await dock?.[Symbol.asyncDispose]();
    if (process.env.SEATRIAL_RECORD_MATRIX) {
      const surroundings = options.harbour ? 'among real software' : 'alone';
      const name = { platform: options.platform, surroundings };
      mkdirSync(recordedFolder, { recursive: true });
      const earlier = existsSync(recordedFile(name))
        ? (JSON.parse(readFileSync(recordedFile(name), 'utf8')) as RecordedMatrix)
        : null;
      const recorded = merged(earlier, { ...name, at: new Date().toISOString(), upgrades, rows });
      writeFileSync(recordedFile(name), `${JSON.stringify(recorded, null, 1)}\n`);
    }
  });

  describe('after a healthy upgrade', () => {
    test.each([...checks.keys()])('%s does not fail', async (id) => {
      const found = await dock.askUntil(checks.get(id)!, well, 20);
      rows.push({ check: id, fault: null, outcome: found.outcome, reason: found.reason });
      expect(well, found.reason).toContain(found.outcome);
    });
  });

  test('three healthy upgrades raise no alarm', async () => {
    const { first, next } = fixture.releaseTags;
    const alarms: string[] = [];
    for (const tag of [first, next, first]) {
      await dock.aimAt(tag);
      expect(await dock.rollOut(tag)).toBe('pass');
      for (const check of checks.values()) {
        const { outcome, reason } = await dock.askUntil(check, well, 20);
        if (outcome === 'fail') alarms.push(`${tag}: ${check.id}: ${reason}`);
      }
    }
    upgrades = { count: 3, alarms };
    await dock.aimAt(next);
    await dock.rollOut(next);
    expect(alarms).toEqual([]);
  });

  describe.each(recipes)('under $recipe.id', ({ recipe, catchers }) => {
    let fault: AsyncDisposable | undefined;
    beforeAll(async () => {
      fault = await dock.suffer(recipe, fixture.releaseTags.next);
    });
    const wanted = recipe.leaves ?? 'fail';
    test.each(catchers)(`%s answers ${wanted}`, async (id) => {
      const found = await dock.askUntil(checks.get(id)!, [wanted], failSeconds);
      rows.push({ check: id, fault: recipe.id, outcome: found.outcome, reason: found.reason });
      expect(found, found.reason).toMatchObject({ outcome: wanted });
    });
    test('and all is well without it', async () => {
      await fault?.[Symbol.asyncDispose]();
      // Taking a fault back replaces pods as well: what is there now is what the next one is held against.
      dock.before = await dock.snapshot();
      for (const id of catchers) {
        const found = await dock.askUntil(checks.get(id)!, well, passSeconds);
        expect(well, `${id}: ${found.reason}`).toContain(found.outcome);
      }
    });
  });
}

import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { RunObserver } from '../../suites/engine/ports.ts';
import { recordOf } from '../../suites/record/record.ts';
import { createScreen } from '../console/screen.ts';
import { paper } from '../testing/paper.ts';
import { stored, storedNames } from '../testing/stored.ts';
import { voyages } from '../testing/voyages.ts';
import { consoleReporter, formats } from './index.ts';
import { replay } from './replay.ts';

describe('the index of reporters', () => {
  test('misses no file of the folder', () => {
    const notReporters = ['index', 'multiplexer', 'replay', 'reporter', 'console'];
    const files = readdirSync(new URL('.', import.meta.url))
      .filter((file) => !file.endsWith('.test.ts'))
      .map((file) => file.replace('.ts', ''))
      .filter((name) => !notReporters.includes(name));
    expect(formats.map((format) => format.name).sort()).toEqual(files.sort());
  });
});

describe('stored records', () => {
  test('there is one for each voyage', () => {
    expect([...storedNames].sort()).toEqual(Object.keys(voyages).sort());
  });

  test.for(Object.entries(voyages))('%s is what the engine makes today', async ([name, sail]) => {
    const record = stored(name);
    expect((await sail()).record).toEqual(record);
    expect(recordOf(record.plan, record.journal)).toEqual(record);
  });
});

describe.for(Object.entries(voyages))('%s, live and replayed', ([name, sail]) => {
  test('console', async () => {
    const [live, again] = [paper({ columns: 120 }), paper({ columns: 120 })];
    using liveScreen = createScreen(live, {});
    const reporter = consoleReporter(liveScreen);
    await reporter.finished?.((await sail(reporter as RunObserver)).record);
    using screen = createScreen(again, {});
    await replay(stored(name), consoleReporter(screen));
    expect(live.text()).toBe(again.text());
    expect(live.text()).toContain('Sea trial  cartesia/cartesia');
  });

  test.for(formats)('$name', async (format) => {
    const live = await format.render((await sail()).record);
    const replayed = await format.render(stored(name));
    // Charts number their clip paths per process.
    const even = (text: string) => text.replace(/zr\d+-/g, 'zr-');
    expect(even(live)).toBe(even(replayed));
    expect(live).toContain('cartesia');
  });
});

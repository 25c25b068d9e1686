import { expect, test } from 'vitest';
import { stored } from '../testing/stored.ts';
import { multiplex } from './multiplexer.ts';
import { replay } from './replay.ts';
import type { Reporter } from './reporter.ts';

test('a broken reporter is told once and left out, the others see everything', async () => {
  const seen: string[] = [];
  const sound: Reporter = {
    journaled: (_plan, journal) => void seen.push(`journaled ${journal.length}`),
    finished: async () => void seen.push('finished'),
    close: () => void seen.push('closed'),
  };
  const broken: string[] = [];
  const many = multiplex(
    {
      throws: {
        journaled: () => {
          throw new Error('no room');
        },
        finished: () => void seen.push('a broken one went on'),
      },
      rejects: { finished: async () => Promise.reject(new Error('disk full')) },
      sound,
    },
    (name, cause) => broken.push(`${name}: ${(cause as Error).message}`),
  );
  const record = stored('superseded');
  await replay(record, many);
  await many.close();
  expect(broken).toEqual(['throws: no room', 'rejects: disk full']);
  expect(seen).toHaveLength(record.journal.length + 3);
  expect(seen.slice(-2)).toEqual(['finished', 'closed']);
});

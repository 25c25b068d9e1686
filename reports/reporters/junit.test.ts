import { expect, test } from 'vitest';
import { stored, storedNames } from '../testing/stored.ts';
import { junit } from './junit.ts';

/** The elements of a document, or an error where it is not well-formed. */
function elements(xml: string): { name: string; attributes: Record<string, string> }[] {
  const found: { name: string; attributes: Record<string, string> }[] = [];
  const open: string[] = [];
  const legal = /^(?:[^<&]|&(?:amp|lt|gt|quot|#10);)*$/;
  const rest = xml
    .replace(/^<\?xml version="1.0" encoding="UTF-8"\?>\n/, '')
    .replace(
      /<(\/?)([a-z-]+)((?: [a-z]+="[^"<]*")*)(\/?)>/g,
      (_all, end: string, name: string, list: string, alone: string) => {
        if (end) {
          if (open.pop() !== name) throw new Error(`</${name}> closes nothing`);
          return '\u0001';
        }
        const attributes: Record<string, string> = Object.fromEntries(
          [...list.matchAll(/ ([a-z]+)="([^"]*)"/g)].map((m) => [m[1]!, m[2]!]),
        );
        for (const value of Object.values(attributes))
          if (!legal.test(value)) throw new Error(`bad attribute ${value}`);
        found.push({ name, attributes });
        if (!alone) open.push(name);
        return '\u0001';
      },
    );
  if (open.length > 0) throw new Error(`<${open.at(-1)}> is never closed`);
  if (!legal.test(rest)) throw new Error('bad text');
  return found;
}

test.for(storedNames)('%s is well-formed, and its sums are right', async (name) => {
  const xml = await junit.render(stored(name));
  const all = elements(xml);
  const counted = (tag: string): number => all.filter((one) => one.name === tag).length;
  expect(all[0]!.attributes).toMatchObject({
    tests: String(counted('testcase')),
    failures: String(counted('failure')),
    errors: String(counted('error')),
    skipped: String(counted('skipped')),
  });
  expect(xml).not.toMatch(/(?!\n)\p{Cc}/u);
});

test('fail is a failure, inconclusive an error, skip is skipped, advisory never breaks a build', async () => {
  const names = async (voyage: string): Promise<string[]> =>
    elements(await junit.render(stored(voyage))).map((one) => one.name);
  expect(await names('failed-smoke')).toContain('failure');
  expect(await names('inconclusive')).toContain('error');
  expect(await names('inconclusive')).not.toContain('failure');
  expect(await names('suspect')).toContain('error');
  expect(await names('suspect')).not.toContain('failure');
  expect(await names('upgrade-pass')).toContain('skipped');
  const record = stored('failed-smoke');
  const advisory = record.results.map((result) => ({ ...result, gate: 'advisory' as const }));
  const xml = await junit.render({ ...record, results: advisory, verdict: 'pass' });
  expect(elements(xml)[0]!.attributes).toMatchObject({ failures: '0', errors: '0' });
});

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Line, linesOf } from './lines.ts';

async function cut(chunks: readonly (string | Buffer)[], maxBytes = 8): Promise<Line[]> {
  async function* bytes() {
    for (const chunk of chunks) yield Buffer.from(chunk as string);
  }
  return (await Array.fromAsync(linesOf(bytes(), maxBytes))).flat();
}

it.each<[what: string, chunks: readonly (string | Buffer)[], lines: readonly Line[]]>([
  ['nothing', [], []],
  [
    'no newline at the end',
    ['a\nb'],
    [
      { number: 1, text: 'a' },
      { number: 2, text: 'b' },
    ],
  ],
  ['blank lines count', ['\n \r\n', 'a\n\n'], [{ number: 3, text: 'a' }]],
  ['a byte order mark', ['\uFEFF{}\n'], [{ number: 1, text: '{}' }]],
  ['just short enough', ['1234', '5678\n'], [{ number: 1, text: '12345678' }]],
  [
    'too long',
    ['12345', '6789', '012\na'],
    [
      { number: 1, error: 'longer than 8 bytes' },
      { number: 2, text: 'a' },
    ],
  ],
  ['too long at the end', ['123456789'], [{ number: 1, error: 'longer than 8 bytes' }]],
  ['no text', [Buffer.of(0xff, 0x0a)], [{ number: 1, error: 'not UTF-8' }]],
])('%s', async (_, chunks, lines) => {
  expect(await cut(chunks)).toEqual(lines);
});

it('does not care where the chunks end', async () => {
  const lines = fc.array(fc.constantFrom('é', 'ab', '', ' ', '🚢🚢', '123456789'));
  await fc.assert(
    fc.asyncProperty(lines, fc.integer({ min: 1, max: 7 }), async (some, size) => {
      const bytes = Buffer.from(some.join('\n'));
      const count = Math.ceil(bytes.length / size);
      const chunks = Array.from({ length: count }, (_, i) => bytes.subarray(i * size, (i + 1) * size));
      expect(await cut(chunks)).toEqual(await cut([bytes]));
    }),
  );
});

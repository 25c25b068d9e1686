import { isUtf8 } from 'node:buffer';

/** A line's text, or why it has none. Numbered from 1, blank ones too. */
export type Line = { readonly number: number } & ({ readonly text: string } | { readonly error: string });

const newline = 0x0a;
const byteOrderMark = '\uFEFF';

/**
 * Cuts a stream of bytes into lines, a chunk's at a time, so that no more than `maxBytes` of an unended line are held.
 * A longer one is passed over to its end. Blank lines are left out; a last line needs no newline.
 */
export async function* linesOf(bytes: AsyncIterable<Buffer>, maxBytes: number): AsyncGenerator<Line[]> {
  let number = 0;
  let held: Buffer[] = [];
  let size = 0;
  const add = (part: Buffer): void => {
    size += part.length;
    if (size > maxBytes) held = [];
    else if (part.length > 0) held.push(part);
  };
  const end = (): Line[] => {
    const line = held.length === 1 ? held[0]! : Buffer.concat(held);
    const tooLong = size > maxBytes;
    number++;
    held = [];
    size = 0;
    if (tooLong) return [{ number, error: `longer than ${maxBytes} bytes` }];
    if (!isUtf8(line)) return [{ number, error: 'not UTF-8' }];
    const text = line.toString();
    const plain = number === 1 && text.startsWith(byteOrderMark) ? text.slice(1) : text;
    return plain.trim() === '' ? [] : [{ number, text: plain }];
  };
  for await (const chunk of bytes) {
    const lines: Line[] = [];
    let from = 0;
    for (let at = chunk.indexOf(newline); at >= 0; at = chunk.indexOf(newline, from)) {
      add(chunk.subarray(from, at));
      lines.push(...end());
      from = at + 1;
    }
    add(chunk.subarray(from));
    if (lines.length > 0) yield lines;
  }
  if (size > 0) yield end();
}

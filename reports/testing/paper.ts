import { Writable } from 'node:stream';
import type { ScreenStream } from '../console/screen.ts';

/** A stream that keeps what is written: a file's like, or a terminal's with `isTTY`. */
export function paper(of: { isTTY?: boolean; columns?: number; rows?: number } = {}): ScreenStream & {
  text(): string;
} {
  let text = '';
  const stream = new Writable({
    write(chunk, _encoding, done) {
      text += chunk;
      done();
    },
  });
  return Object.assign(stream, of, { text: () => text });
}

/** Breaks a text at spaces into lines of at most `width` characters; a longer word is cut. Never empty. */
export function wrap(text: string, width: number): string[] {
  const room = Math.max(8, width);
  const lines: string[] = [];
  let line = '';
  for (let word of text.split(/(?<=\S)\s/)) {
    if (line && line.length + 1 + word.length > room) {
      lines.push(line);
      line = '';
    }
    for (; !line && word.length > room; word = word.slice(room)) lines.push(word.slice(0, room));
    line = line ? `${line} ${word}` : word;
  }
  return line || lines.length === 0 ? [...lines, line] : lines;
}

/** A text behind a first-line prefix, its later lines indented to the same column. `style` sees one line at a time. */
export function hang(
  prefix: string,
  indent: number,
  text: string,
  width: number,
  style: (line: string) => string = (line) => line,
): string[] {
  const pad = ' '.repeat(indent);
  return wrap(text, width - indent).map((line, index) => (index === 0 ? prefix : pad) + style(line));
}

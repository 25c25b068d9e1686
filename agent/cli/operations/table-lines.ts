import { stripVTControlCharacters } from 'node:util';

/** Rows in columns as wide as their widest cell, colours not counted. What is beyond the screen's width is cut with an ellipsis. */
export function tableLines(rows: readonly (readonly string[])[], width: number): string[] {
  const widthOf = (cell: string): number => stripVTControlCharacters(cell).length;
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(0, ...rows.map((row) => widthOf(row[column] ?? ''))),
  );
  // The last column takes what is left, and the second, which holds names, gives way first where that is too little.
  const fixed = (): number => widths.slice(0, -1).reduce((sum, one) => sum + one + 2, 2);
  const wanted = Math.min(widths.at(-1) ?? 0, 20);
  if (columns > 2 && fixed() + wanted > width)
    widths[1] = Math.max(16, widths[1]! - (fixed() + wanted - width));
  widths[columns - 1] = Math.max(8, Math.min(widths.at(-1) ?? 0, width - fixed()));
  return rows.map((row) =>
    `  ${row
      .map((cell, column) => {
        const room = widths[column]!;
        const length = widthOf(cell);
        return length <= room ? cell + ' '.repeat(room - length) : shortened(cell, room);
      })
      .join('  ')}`.trimEnd(),
  );
}

/** Cut in its plain form: half an escape sequence would colour the rest of the screen. */
const shortened = (cell: string, room: number): string =>
  `${stripVTControlCharacters(cell).slice(0, room - 1)}…`;

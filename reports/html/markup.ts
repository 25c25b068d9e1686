import { readable } from '../view/text.ts';

/** Markup that may stand in a page as it is. Everything else is text and is escaped. */
export class Markup {
  readonly html: string;
  constructor(html: string) {
    this.html = html;
  }
}

type Piece = Markup | string | number | null | undefined | false | readonly Piece[];

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export const escapeHtml = (text: string): string =>
  readable(text).replace(/[&<>"']/g, (character) => entities[character]!);

function rendered(piece: Piece): string {
  if (piece === null || piece === undefined || piece === false) return '';
  if (piece instanceof Markup) return piece.html;
  if (typeof piece === 'object') return piece.map(rendered).join('');
  return escapeHtml(String(piece));
}

/** A template whose values are escaped unless they are markup themselves; lists are joined, null and false vanish. */
export function html(strings: TemplateStringsArray, ...pieces: Piece[]): Markup {
  return new Markup(strings.reduce((text, part, index) => text + rendered(pieces[index - 1]) + part));
}

/** Data for a `<script type="application/json">`: nothing in it can end the element. */
export const jsonScript = (id: string, data: unknown): Markup =>
  new Markup(
    `<script type="application/json" id="${escapeHtml(id)}">${JSON.stringify(data).replaceAll('<', '\\u003c')}</script>`,
  );

import type { Format } from './reporter.ts';

/** One page that needs nothing else. Its charts are heavy, so the page's code is loaded when one is made. */
export const html: Format = {
  name: 'html',
  extension: 'html',
  mediaType: 'text/html; charset=utf-8',
  render: async (record) => (await import('../html/page.ts')).renderPage(record),
};

import type { Format } from './reporter.ts';

/** The versioned record itself (`suites/record/record.ts`), for other programs. */
export const json: Format = {
  name: 'json',
  extension: 'json',
  mediaType: 'application/json',
  render: async (record) => `${JSON.stringify(record, null, 2)}\n`,
};

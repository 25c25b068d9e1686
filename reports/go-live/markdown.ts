import type { Review, ReviewedItem } from '../../suites/operations/go-live/review.ts';
import { plain } from '../view/text.ts';

const marks: Readonly<Record<ReviewedItem['state'], string>> = {
  pass: '[x]',
  skip: '[-]',
  fail: '[ ] **failed**',
  inconclusive: '[ ] **open**',
  unsigned: '[ ] **unsigned**',
};

/** Text that cannot end a line, a table or a link of the document. */
const safe = (text: string): string => plain(text).replace(/([\\`*_[\]<>|])/g, '\\$1');

/** The review as a Markdown document: each item with what it rests on. */
export function goLiveMarkdown({ record, items, verdict }: Review): string {
  const lines = items.flatMap(({ item, state, reason, results, signature }, index) => [
    `${index + 1}. ${marks[state]} **${safe(item.title)}**: ${safe(reason)}`,
    ...results.map(
      (result) =>
        `    - ${result.outcome}: ${safe(result.title)} (\`${result.check}\`): ${safe(result.reason)}${evidence(result)}`,
    ),
    ...(signature?.note ? [`    - ${safe(signature.note)}`] : []),
    `    - source: ${safe(item.source)}`,
  ]);
  return [
    `# Go-live review: ${safe(record.release)} ${safe(record.tag ?? '')}`,
    '',
    `**${verdict.toUpperCase()}**: ${items.filter(({ state }) => state === 'pass').length} of ${items.length} items passed.`,
    '',
    `Release \`${record.namespace}/${record.release}\`, revision ${record.revision}, fingerprint \`${record.fingerprint}\`, ${record.gpu.ready} × ${safe(record.gpu.model ?? 'GPU')}.`,
    `Run \`${record.id}\`, ${record.startedAt} to ${record.finishedAt ?? 'now'}, by Seatrial ${record.code}.`,
    '',
    ...lines,
    '',
  ].join('\n');
}

function evidence({ evidence: found }: Review['record']['results'][number]): string {
  const parts = [
    found?.expected && `expected ${safe(found.expected)}`,
    found?.seen && `seen ${safe(found.seen)}`,
  ].filter(Boolean);
  return parts.length > 0 ? ` (${parts.join('; ')})` : '';
}

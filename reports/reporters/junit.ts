import { standingDecision } from '../../suites/engine/journal.ts';
import type { RunRecord } from '../../suites/record/record.ts';
import type { Result } from '../../suites/record/result.ts';
import { isExplained, suspectText } from '../view/suspects.ts';
import { readable, secondsBetween } from '../view/text.ts';
import type { Format } from './reporter.ts';

/** JUnit XML, as CI systems read it: fail is a failure, inconclusive an error, skip is skipped; the verdict is a case of its own. */
export const junit: Format = {
  name: 'junit',
  extension: 'xml',
  mediaType: 'application/xml',
  render: async (record) => document(record),
};

interface Case {
  readonly name: string;
  readonly className: string;
  readonly seconds: number;
  readonly outcome: Result['outcome'];
  readonly message: string;
  readonly text: string;
}

function document(record: RunRecord): string {
  const name = `${record.namespace}.${record.release}`;
  const all = [
    ...record.results.map((result) => ({ suite: result.suite, of: caseOf(result, name) })),
    ...(record.rollback?.results ?? []).map((result) => ({
      suite: 'rollback',
      of: caseOf(result, `${name}.rollback`),
    })),
    { suite: 'verdict', of: verdictCase(record, name) },
  ];
  const suites = Map.groupBy(all, ({ suite }) => suite);
  const bodies = [...suites].map(([suite, cases]) =>
    suiteOf(
      suite,
      record,
      cases.map((one) => one.of),
    ),
  );
  const total = totals(all.map((one) => one.of));
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="${escaped(name)}" ${total}>\n${bodies.join('')}</testsuites>\n`;
}

function suiteOf(suite: string, record: RunRecord, cases: readonly Case[]): string {
  const stamp = record.startedAt.replace(/\.\d+Z$/, '');
  const head = `<testsuite name="${escaped(suite)}" timestamp="${escaped(stamp)}" ${totals(cases)}>`;
  return `  ${head}\n${properties(record)}${cases.map(caseXml).join('')}  </testsuite>\n`;
}

function properties(record: RunRecord): string {
  const pairs: [string, string][] = [
    ['run', record.id],
    ['platform', record.platform],
    ['tag', record.tag ?? ''],
    ['revision', String(record.revision)],
    ['verdict', record.verdict ?? ''],
    ['decision', record.decision ?? ''],
  ];
  const items = pairs.map(
    ([key, value]) => `      <property name="${escaped(key)}" value="${escaped(value)}"/>\n`,
  );
  return `    <properties>\n${items.join('')}    </properties>\n`;
}

function totals(cases: readonly Case[]): string {
  const of = (outcome: Case['outcome']): number => cases.filter((one) => one.outcome === outcome).length;
  const seconds = cases.reduce((sum, one) => sum + one.seconds, 0);
  return `tests="${cases.length}" failures="${of('fail')}" errors="${of('inconclusive')}" skipped="${of('skip')}" time="${seconds.toFixed(3)}"`;
}

/** An advisory result never breaks a build: what it found is in its output. A failure that something else explains is an error. */
function caseOf(result: Result, name: string): Case {
  const quiet = result.gate === 'advisory' && result.outcome !== 'skip';
  const explained = isExplained(result);
  const { expected, seen, objects } = result.evidence ?? {};
  const lines = [
    `${result.gate} ${result.outcome}: ${result.reason}`,
    ...(expected === undefined ? [] : [`expected: ${expected}`]),
    ...(seen === undefined ? [] : [`seen: ${seen}`]),
    ...(objects?.length ? [`objects: ${objects.join(', ')}`] : []),
    ...(result.suspects ?? []).map((one) => `not blamed on the release: ${suspectText(one)}`),
    ...result.attempts.map((one, index) => `attempt ${index + 1}: ${one.outcome}, ${one.reason}`),
  ];
  return {
    name: `${result.title} [${result.check}]`,
    className: `${name}.${result.suite}`,
    seconds: result.attempts.reduce((sum, one) => sum + secondsBetween(one.startedAt, one.finishedAt), 0),
    outcome: quiet ? 'pass' : explained ? 'inconclusive' : result.outcome,
    message: explained
      ? `not blamed on the release: ${result.suspects!.map(suspectText).join('; ')}; ${result.reason}`
      : result.reason,
    text: lines.join('\n'),
  };
}

function verdictCase(record: RunRecord, name: string): Case {
  const decided = standingDecision(record.journal);
  return {
    name: 'Verdict',
    className: `${name}.verdict`,
    seconds: 0,
    outcome: record.verdict ?? 'inconclusive',
    message: decided ? `${decided.verdict}, ${decided.decision}` : 'the run is not over',
    text: record.reasons.join('\n'),
  };
}

const elements = { fail: 'failure', inconclusive: 'error' } as const;

function caseXml({ name, className, seconds, outcome, message, text }: Case): string {
  const head = `<testcase name="${escaped(name)}" classname="${escaped(className)}" time="${seconds.toFixed(3)}"`;
  const body =
    outcome === 'pass'
      ? `<system-out>${escaped(text)}</system-out>`
      : outcome === 'skip'
        ? `<skipped message="${escaped(message)}"/>`
        : `<${elements[outcome]} message="${escaped(message)}">${escaped(text)}</${elements[outcome]}>`;
  return `    ${head}>${body}</testcase>\n`;
}

/** Escapes for text and attributes, without terminal escapes and what XML 1.0 cannot hold at all. */
const escaped = (text: string): string =>
  readable(text)
    .replace(/[^\t\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '&#10;');

import type { ReleaseSnapshot } from '../../release/snapshot.ts';
import type { Change } from './change.ts';

type Helm = ReleaseSnapshot['helm'];
const mostValues = 30;

/** What Helm did: revision, chart, and each value that is another one now. */
export function helmChanges(before: Helm, after: Helm, valuesComplete: boolean): Change[] {
  if (!before && !after) return [];
  if (!before || !after)
    return [
      {
        weight: 'main',
        of: 'Helm',
        text: after ? `release appeared, revision ${after.revision}` : 'release is gone',
      },
    ];
  const changes: Change[] = [];
  const say = (weight: Change['weight'], text: string): void =>
    void changes.push({ weight, of: 'Helm', text });
  if (before.revision !== after.revision) {
    const what = after.history.find(({ revision }) => revision === after.revision)?.description;
    say('main', `revision ${before.revision} → ${after.revision}${what ? ` (${what})` : ''}`);
  }
  if (before.status !== after.status) say('main', `status ${before.status} → ${after.status}`);
  if (before.chartVersion !== after.chartVersion || before.chart !== after.chart)
    say('main', `chart ${before.chart} ${before.chartVersion} → ${after.chart} ${after.chartVersion}`);
  if (before.appVersion !== after.appVersion)
    say('main', `app version ${before.appVersion ?? 'none'} → ${after.appVersion ?? 'none'}`);
  changes.push(...valueChanges(before, after, valuesComplete));
  return changes;
}

function valueChanges(before: NonNullable<Helm>, after: NonNullable<Helm>, complete: boolean): Change[] {
  if (before.valuesHash === after.valuesHash) return [];
  const paths = [...new Set([...Object.keys(before.values), ...Object.keys(after.values)])].sort();
  const changes = paths.flatMap((path): Change[] => {
    const [was, is] = [before.values[path], after.values[path]];
    if (was === is) return [];
    if (!complete && (was === undefined || is === undefined)) return [];
    return [{ weight: 'main', of: `value ${path}`, text: valueText(was, is) }];
  });
  if (changes.length === 0)
    return [{ weight: 'main', of: 'Helm', text: 'values changed, in places that the records do not hold' }];
  if (changes.length <= mostValues) return changes;
  const more = changes.length - mostValues;
  return [
    ...changes.slice(0, mostValues),
    { weight: 'main', of: 'Helm', text: `${more} more values changed` },
  ];
}

const isRedacted = (value: string): boolean => /^redacted( #[0-9a-f]+)?$/.test(value);

function valueText(was: string | undefined, is: string | undefined): string {
  if (was === undefined) return `set to ${short(is!)}`;
  if (is === undefined) return `${short(was)} → no longer set`;
  if (isRedacted(was) && isRedacted(is)) return 'changed (secret, not shown)';
  return `${short(was)} → ${short(is)}`;
}

const short = (value: string): string => {
  const text = value === '' ? '""' : value.replace(/\s+/g, ' ');
  return text.length <= 80 ? text : `${text.slice(0, 79)}…`;
};

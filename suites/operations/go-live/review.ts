import type { Verdict } from '../../record/outcome.ts';
import type { RunRecord } from '../../record/record.ts';
import type { Result } from '../../record/result.ts';
import type { GoLiveItem } from './item.ts';
import type { Signature } from './signature.ts';

/** An item with its answer and what it rests on. */
export interface ReviewedItem {
  readonly item: GoLiveItem;
  readonly state: 'pass' | 'fail' | 'inconclusive' | 'skip' | 'unsigned';
  readonly reason: string;
  readonly results: readonly Result[];
  readonly signature: Signature | null;
}

/** The checklist, answered from one run and the signatures that stand. */
export interface Review {
  readonly record: RunRecord;
  readonly items: readonly ReviewedItem[];
  /** Pass only when every item has. */
  readonly verdict: Verdict;
}

/** Pure: the same run and signatures make the same review. */
export function review(
  items: readonly GoLiveItem[],
  record: RunRecord,
  signed: readonly Signature[],
): Review {
  const reviewed = items.map((item) => reviewedItem(item, record, signed));
  const failed = reviewed.some(({ state }) => state === 'fail');
  const open = reviewed.some(({ state }) => state === 'inconclusive' || state === 'unsigned');
  const verdict = failed ? 'fail' : open || reviewed.length === 0 ? 'inconclusive' : 'pass';
  return { record, items: reviewed, verdict };
}

function reviewedItem(item: GoLiveItem, record: RunRecord, signed: readonly Signature[]): ReviewedItem {
  const signature = signed.findLast((one) => one.item === item.id) ?? null;
  const word = signature
    ? `signed by ${signature.name} on ${signature.at.slice(0, 10)} for ${signature.tag ?? 'this release'}`
    : `a person must sign it: seatrial go-live --sign "name" --item ${item.id}`;
  if (item.person)
    return { item, state: signature ? 'pass' : 'unsigned', reason: word, results: [], signature };
  const owed = item.checks ?? [];
  const results = record.results.filter(
    (result) => owed.includes(result.check) || (item.bench === true && result.suite === 'bench'),
  );
  const missing = [
    ...owed.filter((id) => !results.some((result) => result.check === id)),
    ...(item.bench && !results.some(({ suite }) => suite === 'bench') ? ['benchmarks'] : []),
  ];
  const answer = answered(results, missing, record.plan.allowedSkips);
  if (answer.state !== 'skip' || item.optional) return { item, ...answer, results, signature: null };
  // Nothing was seen, so nothing can pass: whether it may be left out is a person's word.
  const state = signature ? 'pass' : 'unsigned';
  return { item, state, reason: `it does not apply here; ${word}`, results, signature };
}

function answered(
  results: readonly Result[],
  missing: readonly string[],
  allowedSkips: readonly string[],
): Pick<ReviewedItem, 'state' | 'reason'> {
  const worst = (outcome: Result['outcome']) => results.filter((result) => result.outcome === outcome);
  const says = (found: readonly Result[]) =>
    found.map(({ title, reason }) => `${title}: ${reason}`).join('; ');
  const failed = worst('fail');
  if (failed.length > 0) return { state: 'fail', reason: says(failed) };
  if (missing.length > 0) return { state: 'inconclusive', reason: `not run: ${missing.join(', ')}` };
  const open = worst('inconclusive');
  if (open.length > 0) return { state: 'inconclusive', reason: says(open) };
  const skipped = worst('skip');
  const gaps = skipped.filter(({ check }) => !allowedSkips.includes(check));
  if (gaps.length > 0) return { state: 'inconclusive', reason: `skipped: ${says(gaps)}` };
  const passed = worst('pass');
  if (passed.length === 0) return { state: 'skip', reason: 'it does not apply here' };
  const beside = skipped.length > 0 ? `, ${skipped.length} do not apply` : '';
  return { state: 'pass', reason: `${passed.length} of ${results.length} passed${beside}` };
}

export interface Entity {
  text: string;
  label: string;
  score: number;
  start: number;
  end: number;
}

/** What the stand-in recognises; a label may be asked for under any of its kind's names. */
const kinds: readonly { names: readonly string[]; entries: readonly string[] }[] = [
  {
    names: ['person', 'people', 'human', 'scientist'],
    entries: ['Ada Lovelace', 'Alan Turing', 'Albert Einstein', 'Grace Hopper', 'Marie Curie', 'Tim Cook'],
  },
  {
    names: ['organization', 'organisation', 'company', 'university', 'institution'],
    entries: ['Apple', 'Google', 'Microsoft', 'NASA', 'Sorbonne', 'Superlinked', 'University of Paris'],
  },
  {
    names: ['location', 'place', 'city', 'country'],
    entries: ['Berlin', 'California', 'France', 'Germany', 'London', 'New York', 'Paris', 'Poland', 'Warsaw'],
  },
];

const dates = /\b(?:\d{4}-\d{2}-\d{2}|(?:1[5-9]|20)\d{2})\b/g;

/** Names of the lists above and dates, in the order of the text, a name inside a longer one left out. */
export function extract(text: string, labels: readonly string[]): Entity[] {
  const found = labels.flatMap((label) => matches(text, label));
  const longest = found.filter(
    (one) => !found.some((other) => other !== one && covers(other, one) && length(other) > length(one)),
  );
  return longest.sort((left, right) => left.start - right.start);
}

function matches(text: string, label: string): Entity[] {
  const wanted = label.toLowerCase();
  const hits =
    wanted === 'date' || wanted === 'year'
      ? [...text.matchAll(dates)]
      : kinds
          .filter(({ names }) => names.includes(wanted))
          .flatMap(({ entries }) =>
            entries.flatMap((entry) => [...text.matchAll(new RegExp(`\\b${entry}\\b`, 'g'))]),
          );
  return hits.map(({ 0: hit, index }) => ({
    text: hit,
    label,
    score: 0.99,
    start: index,
    end: index + hit.length,
  }));
}

const length = ({ start, end }: Entity): number => end - start;
const covers = (outer: Entity, inner: Entity): boolean =>
  outer.start <= inner.start && outer.end >= inner.end;

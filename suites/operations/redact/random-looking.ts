const known =
  /^(?:\d{4}-\d\d-\d\d.*|\d\d:\d\d(?::\d\d.*)?|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|sha\d{3}:.*|[A-Za-z][a-z]*|[A-Z]+|\d+|[a-z_]+=.*|v?\d+(?:\.\d+)+.*|[a-z]+(?:[-_.][a-z]+)+)$/;

/** Whether a word looks like a piece of a secret: not a word, a number, a time, a version, a UUID or a digest. */
export function looksRandom(word: string): boolean {
  if (word.length < 2 || known.test(word)) return false;
  const classes = [/[a-z]/, /[A-Z]/, /[0-9]/].filter((one) => one.test(word)).length;
  return classes >= 2 || /^[a-z0-9]*[^A-Za-z0-9]+.*[0-9]/.test(word);
}

const afterEscape = /(?:\\[nrtbf]|%[0-9A-Fa-f]{2}|\\u00[0-9A-Fa-f]{2})$/;

/** A word begins after anything but a letter or digit, and after an escape: in `\\nhf_…` the `n` is none of its letters. */
export const startsWord = (text: string, at: number): boolean =>
  !/[A-Za-z0-9]/.test(text[at - 1] ?? '') || afterEscape.test(text.slice(Math.max(0, at - 6), at));

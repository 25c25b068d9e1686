/** A release tag without what products spell differently: `v0.3.1`, `0.3.1` and `V0.3.1` are one (platforms' tags, charts' versions). */
export const normalTag = (tag: string): string => tag.trim().replace(/^v(?=\d)/i, '');

export const sameTag = (a: string, b: string): boolean => normalTag(a) === normalTag(b);

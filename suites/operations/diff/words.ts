/** A few names of many: `a, b, c and 4 more`. */
export function listed(names: readonly string[], most = 4): string {
  if (names.length <= most) return names.join(', ');
  return `${names.slice(0, most).join(', ')} and ${names.length - most} more`;
}

/** The part of two image names that differs: their tags where they share a repository. */
export function imageChange(was: string, is: string): string {
  const split = (image: string): [string, string] => {
    const at = image.includes('@') ? image.indexOf('@') : image.lastIndexOf(':');
    return at > image.lastIndexOf('/') ? [image.slice(0, at), image.slice(at + 1)] : [image, ''];
  };
  const [[oldName, oldTag], [newName, newTag]] = [split(was), split(is)];
  const short = (tag: string): string => (tag.startsWith('sha256:') ? tag.slice(0, 19) : tag);
  if (oldName === newName && oldTag && newTag)
    return `image ${oldName.split('/').at(-1)} ${short(oldTag)} → ${short(newTag)}`;
  return `image ${was} → ${is}`;
}

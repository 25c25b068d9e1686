/** Whether a certificate's or an Ingress's name covers a host: the same name, or a wildcard for its first label (RFC 6125, 6.4.3). */
export function coversName(pattern: string, host: string): boolean {
  const wanted = host.toLowerCase();
  const name = pattern.toLowerCase();
  if (!name.startsWith('*.')) return name === wanted;
  const dot = wanted.indexOf('.');
  return dot > 0 && wanted.slice(dot) === name.slice(1);
}

/** ψ(x), the derivative of ln Γ, for x > 0: recurrence up to 10, then the asymptotic series; error below 1e-12. */
export function digamma(x: number): number {
  let shift = 0;
  let at = x;
  for (; at < 10; at++) shift -= 1 / at;
  const f = 1 / (at * at);
  const series = f * (1 / 12 - f * (1 / 120 - f * (1 / 252 - f * (1 / 240 - f * (1 / 132)))));
  return shift + Math.log(at) - 0.5 / at - series;
}

/** ψ′(x) for x > 0, in the same way. */
export function trigamma(x: number): number {
  let shift = 0;
  let at = x;
  for (; at < 10; at++) shift += 1 / (at * at);
  const f = 1 / (at * at);
  const series = f * (1 / 6 - f * (1 / 30 - f * (1 / 42 - f * (1 / 30 - f * (5 / 66)))));
  return shift + 1 / at + 0.5 * f + series / at;
}

/** The x with ψ′(x) = y, for y > 0; ψ′ falls all the way. */
export function inverseTrigamma(y: number): number {
  let low = 1e-8;
  let high = 1e8;
  while (high / low > 1 + 1e-12) {
    const middle = Math.sqrt(low * high);
    if (middle === low || middle === high) break;
    if (trigamma(middle) > y) low = middle;
    else high = middle;
  }
  return Math.sqrt(low * high);
}

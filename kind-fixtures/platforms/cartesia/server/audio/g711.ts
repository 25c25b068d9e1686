/** ITU-T G.711: one byte per sample, in the two companding laws. Samples are floats in -1..1. */

const MU_BIAS = 0x84;
const MU_CLIP = 32_635;

export function toMuLaw(sample: number): number {
  const linear = Math.max(-1, Math.min(1, sample)) * 32_767;
  const sign = linear < 0 ? 0x80 : 0;
  const magnitude = Math.min(MU_CLIP, Math.abs(Math.trunc(linear))) + MU_BIAS;
  const exponent = Math.max(0, 31 - Math.clz32(magnitude) - 7);
  const mantissa = (magnitude >> (exponent + 3)) & 0x0f;
  return ~(sign | (exponent << 4) | mantissa) & 0xff;
}

export function fromMuLaw(byte: number): number {
  const code = ~byte & 0xff;
  const magnitude = ((((code & 0x0f) << 3) + MU_BIAS) << ((code >> 4) & 0x07)) - MU_BIAS;
  return (code & 0x80 ? -magnitude : magnitude) / 32_768;
}

export function toALaw(sample: number): number {
  const linear = Math.trunc(Math.max(-1, Math.min(1, sample)) * 32_767);
  const positive = linear >= 0;
  const magnitude = (positive ? linear : -linear - 1) >> 3;
  const clipped = Math.min(0xfff, Math.max(0, magnitude));
  const exponent = clipped < 32 ? 0 : 31 - Math.clz32(clipped) - 4;
  const mantissa = exponent < 2 ? (clipped >> 1) & 0x0f : (clipped >> exponent) & 0x0f;
  return ((exponent << 4) | mantissa) ^ (positive ? 0xd5 : 0x55);
}

export function fromALaw(byte: number): number {
  const code = byte ^ 0x55;
  const exponent = (code >> 4) & 0x07;
  const mantissa = code & 0x0f;
  const base = exponent === 0 ? (mantissa << 4) + 8 : ((mantissa << 4) + 0x108) << (exponent - 1);
  return (code & 0x80 ? base : -base) / 32_768;
}

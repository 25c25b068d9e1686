import { ExtensionCodec, encode as pack, decode as unpack } from '@msgpack/msgpack';

/** Float32 arrays travel between our own pods as bytes: every bit of them, NaN included. */
const codec = new ExtensionCodec();
codec.register({
  type: 1,
  encode: (value) => (value instanceof Float32Array ? bytesOf(value) : null),
  decode: (data) => new Float32Array(Uint8Array.from(data).buffer),
});
codec.register({
  type: 2,
  encode: (value) => (value instanceof Int32Array ? bytesOf(value) : null),
  decode: (data) => new Int32Array(Uint8Array.from(data).buffer),
});

export const toWire = (value: unknown): Uint8Array =>
  pack(value, { extensionCodec: codec, ignoreUndefined: true });
export const fromWire = <T>(data: Uint8Array): T => unpack(data, { extensionCodec: codec }) as T;

/** Arrays as JSON has them: numbers in lists, and null for what is not a number, as serde writes it. */
export function plain(value: unknown): unknown {
  if (value instanceof Float32Array || value instanceof Int32Array)
    return Array.from(value, (each) => (Number.isFinite(each) ? each : null));
  return mapped(value, plain);
}

/** Arrays as msgpack-numpy has them: `{nd, type, shape, data}`. */
export function numpy(value: unknown): unknown {
  if (value instanceof Float32Array || value instanceof Int32Array) {
    const type = value instanceof Float32Array ? '<f4' : '<i4';
    return { nd: true, type, shape: [value.length], data: bytesOf(value) };
  }
  if (Array.isArray(value) && value[0] instanceof Float32Array) {
    const rows = value as Float32Array[];
    const data = Buffer.concat(rows.map(bytesOf));
    return { nd: true, type: '<f4', shape: [rows.length, rows[0]!.length], data };
  }
  return mapped(value, numpy);
}

function mapped(value: unknown, each: (value: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map(each);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, each(inner)]));
}

const bytesOf = (value: Float32Array | Int32Array): Uint8Array =>
  new Uint8Array(value.buffer, value.byteOffset, value.byteLength);

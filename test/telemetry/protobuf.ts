/** Reads protobuf by a description of the fields that are looked at; all others are passed over. */

type Scalar = "text" | "hex" | "varint" | "bool" | "double" | "fixed64" | "doubles" | "fixed64s";
type Field = readonly [name: string, type: Scalar | Message, many?: "many"];
export interface Message {
  readonly [tag: number]: Field;
}

export type Read = Record<string, unknown>;

export function readMessage(bytes: Buffer, message: Message): Read {
  const read: Read = {};
  for (let at = 0; at < bytes.length;) {
    const [key, afterKey] = varint(bytes, at);
    const [value, next] = valueAt(bytes, afterKey, Number(key & 7n));
    at = next;
    const field = message[Number(key >> 3n)];
    if (field === undefined) continue;
    const [name, type, many] = field;
    const one = converted(value, type);
    if (many === undefined) read[name] = one;
    else read[name] = [...(Array.isArray(read[name]) ? read[name] : []), one];
  }
  return read;
}

function varint(bytes: Buffer, from: number): [value: bigint, next: number] {
  let value = 0n;
  for (let at = from, shift = 0n; ; at++, shift += 7n) {
    const byte = bytes.readUInt8(at);
    value |= BigInt(byte & 0x7f) << shift;
    if (byte < 0x80) return [value, at + 1];
  }
}

function valueAt(bytes: Buffer, at: number, wireType: number): [value: bigint | Buffer, next: number] {
  if (wireType === 0) return varint(bytes, at);
  if (wireType === 1) return [bytes.subarray(at, at + 8), at + 8];
  if (wireType === 5) return [bytes.subarray(at, at + 4), at + 4];
  if (wireType !== 2) throw new Error(`There is no wire type ${wireType} in protobuf 3.`);
  const [length, from] = varint(bytes, at);
  return [bytes.subarray(from, from + Number(length)), from + Number(length)];
}

function converted(value: bigint | Buffer, type: Scalar | Message): unknown {
  if (typeof value === "bigint") return type === "bool" ? value !== 0n : Number(BigInt.asIntN(64, value));
  if (typeof type === "object") return readMessage(value, type);
  const each = Array.from({ length: value.length / 8 }, (_, index) => index * 8);
  if (type === "text") return value.toString("utf8");
  if (type === "double") return value.readDoubleLE();
  if (type === "fixed64") return value.readBigInt64LE();
  if (type === "doubles") return each.map((at) => value.readDoubleLE(at));
  if (type === "fixed64s") return each.map((at) => Number(value.readBigUInt64LE(at)));
  return value.toString("hex");
}

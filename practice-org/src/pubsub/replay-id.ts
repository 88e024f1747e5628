/** A replay id on the wire: eight bytes, the highest first. Clients are told to take it as opaque; many don't. */
export function replayBytes(replayId: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(replayId));
  return bytes;
}

export function replayNumber(bytes: Uint8Array): number | undefined {
  const buffer = Buffer.from(bytes);
  return buffer.length === 8 ? Number(buffer.readBigUInt64BE()) : undefined;
}

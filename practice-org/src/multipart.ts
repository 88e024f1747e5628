/** A part of a `multipart/form-data` body. */
export interface Part {
  name: string;
  contentType: string;
  content: Buffer;
}

/** The parts of a body in their order, byte for byte. */
export function partsOf(body: Buffer, contentType: string): Part[] {
  const [, quoted, bare] = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType) ?? [];
  const boundary = Buffer.from(`--${quoted ?? bare}`);
  const parts: Part[] = [];
  let start = body.indexOf(boundary);
  while (start >= 0) {
    const end = body.indexOf(boundary, start + boundary.length);
    if (end < 0) break;
    const part = readPart(body.subarray(start + boundary.length, end));
    if (part) parts.push(part);
    start = end;
  }
  return parts;
}

function readPart(bytes: Buffer): Part | undefined {
  const unix = bytes.indexOf('\n\n');
  const dos = bytes.indexOf('\r\n\r\n');
  const isDos = dos >= 0 && (unix < 0 || dos < unix);
  const headEnd = isDos ? dos : unix;
  if (headEnd < 0) return undefined;
  const head = bytes.subarray(0, headEnd).toString();
  const name = /\bname="?([^";\r\n]+)"?/i.exec(head)?.[1];
  if (!name) return undefined;
  const content = bytes.subarray(headEnd + (isDos ? 4 : 2));
  return {
    name,
    contentType: /^content-type:\s*([^;\r\n]+)/im.exec(head)?.[1]?.trim().toLowerCase() ?? '',
    content: content.subarray(0, content.length - lineBreakAtEnd(content)),
  };
}

/** What stands before the next boundary is a line break, which isn't part of the content. */
function lineBreakAtEnd(content: Buffer): number {
  if (content.at(-1) !== 0x0a) return 0;
  return content.at(-2) === 0x0d ? 2 : 1;
}

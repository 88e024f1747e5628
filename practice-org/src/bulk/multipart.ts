/** The parts of a `multipart/form-data` body by their names; small enough to be held whole (100,000 characters). */
export function partsOf(body: Buffer, contentType: string): Map<string, string> {
  const boundary = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType);
  const parts = body.toString().split(`--${boundary?.[1] ?? boundary?.[2]}`);
  return new Map(parts.flatMap((part) => namedPart(part) ?? []));
}

function namedPart(part: string): [string, string][] | undefined {
  const [, head = '', content = ''] = /^(.*?)\r?\n\r?\n(.*)$/s.exec(part) ?? [];
  const name = /name="?([^";\r\n]+)"?/i.exec(head)?.[1];
  // What stands before the next boundary is a line break, which isn't part of the content.
  return name ? [[name, content.replace(/\r?\n$/, '')]] : undefined;
}

/**
 * Quoting of names and texts in SQL: pure, shared by everything that renders statements (SEC-3).
 * Values that a statement can take as a parameter are never quoted into it; see sql.ts.
 */

/** PostgreSQL silently cuts longer names, which would let two of them become one. */
const longestName = 63;

/** A name, or a dotted path of names (`identifier('crm_1', 'person')`), as it may stand in a statement. */
export function identifier(...path: readonly string[]): string {
  return path.map(quoteName).join('.');
}

/** A text as a literal, for statements that take no parameters (DDL, COPY options, comments). */
export function literal(text: string): string {
  refuseZero(text);
  const quoted = `'${text.replaceAll("'", "''")}'`;
  return text.includes('\\') ? `E${quoted.replaceAll('\\', '\\\\')}` : quoted;
}

function quoteName(name: string): string {
  refuseZero(name);
  if (name === '') throw new RangeError('A name in SQL can not be empty.');
  if (Buffer.byteLength(name) > longestName) {
    throw new RangeError(`The name "${name}" is longer than the ${longestName} bytes that PostgreSQL keeps.`);
  }
  return `"${name.replaceAll('"', '""')}"`;
}

function refuseZero(text: string): void {
  if (text.includes('\0')) throw new RangeError('SQL can not hold the character U+0000.');
}

/** CSV for people and their spreadsheets: every cell quoted, and what a spreadsheet would run as a formula made text (SEC-3). */
export function csvOf(headings: readonly string[], rows: readonly (readonly unknown[])[]): string {
  return [headings, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

function cell(value: unknown): string {
  const text = value === null || value === undefined ? '' : String(value);
  const harmless = /^[=+\-@\t\r]/.test(text) && typeof value === 'string' ? `'${text}` : text;
  return `"${harmless.replaceAll('"', '""')}"`;
}

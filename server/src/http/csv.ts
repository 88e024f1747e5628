import type { FastifyReply } from 'fastify';

export type CsvColumn<Row> = readonly [name: string, value: (row: Row) => unknown];

/** Answers with a CSV file for people, who open it in a spreadsheet. */
export function sendCsv<Row>(
  reply: FastifyReply,
  fileName: string,
  columns: readonly CsvColumn<Row>[],
  rows: readonly Row[],
) {
  const lines = [columns.map(([name]) => name), ...rows.map((row) => columns.map(([, value]) => value(row)))];
  return reply
    .type('text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="${fileName}"`)
    .send(lines.map((cells) => `${cells.map(cell).join(',')}\r\n`).join(''));
}

/** A text that a spreadsheet would run as a formula is marked as text (SEC-3). */
function cell(value: unknown): string {
  const text = value === null || value === undefined ? '' : String(value);
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

import type { QueryPage } from '../../salesforce/salesforce.ts';

/**
 * REST query pages as the CSV that Bulk would have sent: a header line, then every value quoted and null as nothing,
 * so that small and large windows take the same way into the staging table.
 */
export async function* pagesAsCsv(
  pages: AsyncIterable<QueryPage> | Iterable<QueryPage>,
  fields: readonly string[],
): AsyncGenerator<string> {
  yield `${fields.map(quote).join(',')}\n`;
  for await (const page of pages) {
    if (page.records.length === 0) continue;
    yield `${page.records.map((record) => fields.map((f) => cell(valueAt(record, f))).join(',')).join('\n')}\n`;
  }
}

/** `Owner.Name` is a field of the nested record `Owner`; a parent that is missing makes it null. */
function valueAt(record: Record<string, unknown>, path: string): unknown {
  let value: unknown = record;
  for (const name of path.split('.')) {
    if (value === null || value === undefined) return null;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}

function cell(value: unknown): string {
  return value === null || value === undefined ? '' : quote(String(value));
}

const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;

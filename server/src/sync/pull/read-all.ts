import type { Salesforce } from '../../salesforce/salesforce.ts';
import { pagesAsCsv } from './salesforce-csv.ts';
import { countQuery, selectQuery } from './window.ts';

export interface Selection {
  object: string;
  /** SOQL condition, without WHERE. */
  condition: string | null;
  all: boolean;
  fields: readonly string[];
}

/** A page of rows as CSV; `rows` is what was announced, if anything was. */
export interface CsvPage {
  source: AsyncIterable<Uint8Array | string>;
  rows: number | null;
}

/** Everything that a query finds: by REST when it is little, by a Bulk query when it is much. */
export async function* readAll(
  salesforce: Salesforce,
  settings: { bulkThresholdRows: number; bulkPageRows: number },
  { fields, all, ...from }: Selection,
): AsyncGenerator<CsvPage> {
  const soql = selectQuery(from, fields.join(', '));
  const [count = 0] = await salesforce.counts([{ soql: countQuery(from), all }]);
  if (count <= settings.bulkThresholdRows) {
    yield { source: pagesAsCsv(salesforce.query(soql, { all }), fields), rows: null };
    return;
  }
  const job = await salesforce.createQueryJob(soql, { all });
  await salesforce.waitForQueryJob(job.id);
  let locator: string | null = null;
  do {
    const page = await salesforce.readQueryResults(job.id, { locator, maxRecords: settings.bulkPageRows });
    yield { source: page.body, rows: page.records };
    locator = page.locator;
  } while (locator !== null);
  await salesforce.deleteQueryJob(job.id).catch(() => undefined); // Salesforce deletes it by itself after seven days.
}

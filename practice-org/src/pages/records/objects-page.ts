import { quoteName, tableName } from '../../schema/object-tables.ts';
import { html } from '../html.ts';
import type { PageRoutes, SignedInRequest } from '../page-routes.ts';
import { has, viewOf } from './record-access.ts';

/** All objects the visitor may see, with how many records each has. */
export function objectsPage(routes: PageRoutes): void {
  routes.signedIn('get', '/practice-org/objects', async (given) => {
    const view = await viewOf(given);
    const objects = view
      .objects()
      .toSorted((a, b) => a.meta.describe.labelPlural.localeCompare(b.meta.describe.labelPlural));
    const counts = await Promise.all(
      objects.map((object) => countRecords(given, object.name, has(object, 'IsDeleted'))),
    );
    return {
      title: 'Records',
      section: 'records',
      body: html`
<h1>Records</h1>
<div class="sheet wide"><table>
<thead><tr><th>Object</th><th>API name</th><th class="number">Records</th></tr></thead>
<tbody>${objects.map(
        ({ name, meta }, index) => html`
<tr><td><a href="/practice-org/objects/${name}">${meta.describe.labelPlural}</a></td><td><code>${name}</code></td><td class="number">${counts[index]}</td></tr>`,
      )}
</tbody></table></div>`,
    };
  });
}

async function countRecords({ org }: SignedInRequest, object: string, canBeDeleted: boolean): Promise<string> {
  const where = canBeDeleted ? `where not ${quoteName('IsDeleted')}` : '';
  const { rows } = await org.pool.query<{ count: number }>(
    `select count(*)::int as count from ${tableName(object)} ${where}`,
  );
  return (rows[0]?.count ?? 0).toLocaleString('en-US');
}

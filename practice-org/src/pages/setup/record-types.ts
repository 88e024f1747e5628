import type { ObjectMeta, RecordTypeMeta } from '../../metadata/metadata.ts';
import { alterRecordType, createRecordType } from '../../metadata/record-types.ts';
import { type Html, html } from '../html.ts';
import { localPath, type PageRoutes, type SignedInRequest } from '../page-routes.ts';
import { refusedOnPage } from './custom-fields.ts';

const path = '/practice-org/setup/record-types';

/** The record types of an object: a switch for each, the values of a picklist, and a form for one more. */
export function recordTypes({ csrf }: SignedInRequest, object: ObjectMeta, back: string): Html {
  if ((object.describe.recordTypeInfos as unknown[] | undefined)?.length === 0) return html``;
  const hidden = html`${csrf}<input type="hidden" name="object" value="${object.name}"><input type="hidden" name="back" value="${back}">`;
  return html`<section>
<h2>Record types of ${object.name}</h2>
${object.recordTypes.length === 0 && html`<p class="quiet">None yet. With the first one ${object.name} gets the field RecordTypeId.</p>`}
${
  object.recordTypes.length > 0 &&
  html`<div class="wide"><table class="stack"><thead><tr><th>Record type</th><th>Picklist values</th><td></td></tr></thead>
<tbody>${object.recordTypes.map((type) => typeRow(type, hidden))}</tbody></table></div>
${picklistForm(object, hidden)}`
}
<form method="post" action="${path}">${hidden}
<h2>New record type</h2>
<div class="fields">
<div class="field"><label>Name of the record type <input name="name" required placeholder="Partner"></label></div>
<div class="field"><label>Label of the record type <input name="label"></label></div>
</div>
<button class="plain">Add record type</button>
</form>
</section>`;
}

export function recordTypeActions(routes: PageRoutes): void {
  routes.administrator('post', path, async ({ org, form }) => {
    const name = form.get('name') ?? '';
    const label = form.get('label') || name.replaceAll('_', ' ');
    await refusedOnPage(() => createRecordType(org, form.get('object') ?? '', { name, label }));
    return { redirect: localPath(form.get('back')) };
  });

  routes.administrator('post', `${path}/switch`, async ({ org, form }) => {
    const active = form.get('active') === 'true';
    await refusedOnPage(() => alterRecordType(org, form.get('object') ?? '', form.get('name') ?? '', { active }));
    return { redirect: localPath(form.get('back')) };
  });

  routes.administrator('post', `${path}/picklist`, async ({ org, form }) => {
    const values = (form.get('values') ?? '').split(';').map((value) => value.trim());
    const picklistValues = [{ picklist: form.get('picklist') ?? '', values: values.filter(Boolean) }];
    await refusedOnPage(() =>
      alterRecordType(org, form.get('object') ?? '', form.get('name') ?? '', { picklistValues }),
    );
    return { redirect: localPath(form.get('back')) };
  });
}

function picklistForm({ recordTypes: types, fields }: ObjectMeta, hidden: Html): Html {
  const picklists = fields.filter(({ describe }) => ['picklist', 'multipicklist'].includes(describe.type));
  return html`<form method="post" action="${path}/picklist">${hidden}
<div class="fields">
<div class="field"><label>Record type <select name="name">${types.map(({ developerName }) => html`<option>${developerName}</option>`)}</select></label></div>
<div class="field"><label>Picklist <select name="picklist">${picklists.map(({ name }) => html`<option>${name}</option>`)}</select></label></div>
<div class="field"><label>Its values for the record type, with semicolons between <input name="values"></label></div>
</div>
<button class="plain">Set values</button>
</form>`;
}

function typeRow({ developerName, name, active, picklists }: RecordTypeMeta, hidden: Html): Html {
  const lists = [...picklists].map(([field, { values }]) => `${field}: ${values.join(', ')}`);
  return html`<tr><td data-label="Record type">${name} <code>${developerName}</code></td><td data-label="Picklist values">${lists.join(' · ') || 'all'}</td>
<td data-label=""><form method="post" action="${path}/switch">${hidden}<input type="hidden" name="name" value="${developerName}"><input type="hidden" name="active" value="${String(!active)}"><button class="plain">${active ? 'Make inactive' : 'Make active'}</button></form></td></tr>`;
}

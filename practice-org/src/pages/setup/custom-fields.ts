import { ApiError } from '../../api-error.ts';
import { alterField, createField, deleteField } from '../../metadata/custom-fields.ts';
import { createObject } from '../../metadata/custom-objects.ts';
import { readFieldChanges, readFieldDefinition, readObjectDefinition } from '../../metadata/definition-input.ts';
import type { FieldMeta, ObjectMeta } from '../../metadata/metadata.ts';
import { fieldTypes } from '../../schema/custom-field-describe.ts';
import { type Html, html } from '../html.ts';
import { localPath, PageError, type PageRoutes, type SignedInRequest } from '../page-routes.ts';

const path = '/practice-org/setup/custom-fields';
/** A roll-up needs more than the form asks for. */
const typesOfForm = fieldTypes.filter((type) => type !== 'Summary');

/** Custom fields of an object: new ones, other names and labels, and away with them. */
export function customFields({ csrf }: SignedInRequest, object: ObjectMeta, back: string): Html {
  const hidden = html`${csrf}<input type="hidden" name="object" value="${object.name}"><input type="hidden" name="back" value="${back}">`;
  const own = object.fields.filter(({ name, describe }) => describe.custom && !name.endsWith('__s'));
  return html`<section>
<h2>Custom fields of ${object.name}</h2>
${own.length > 0 && html`<div class="wide"><table class="stack"><thead><tr><th>Field</th><th>Label and API name</th><td></td></tr></thead><tbody>${own.map((field) => fieldRow(field, hidden))}</tbody></table></div>`}
<form method="post" action="${path}">${hidden}
<h2>New field</h2>
<div class="fields">
<div class="field"><label>API name <input name="name" required placeholder="Color__c"></label></div>
<div class="field"><label>Label <input name="label"></label></div>
<div class="field"><label>Type <select name="type">${typesOfForm.map((type) => html`<option>${type}</option>`)}</select></label></div>
<div class="field"><label>Formula, if it has one <input name="formula" placeholder="AnnualRevenue * 2"></label></div>
<div class="field"><label>Values of a picklist, with semicolons between <input name="values"></label></div>
<div class="field"><label>Parent object of a look-up <input name="referenceTo"></label></div>
</div>
<button class="plain">Add field</button>
</form>
<form method="post" action="${path}/object">${hidden}
<h2>New object</h2>
<div class="fields">
<div class="field"><label>API name of the object <input name="name" required placeholder="Seat__c"></label></div>
<div class="field"><label>Label of the object <input name="label"></label></div>
</div>
<button class="plain">Add object</button>
</form>
</section>`;
}

export function customFieldActions(routes: PageRoutes): void {
  const action = (name: string, work: (given: SignedInRequest) => Promise<unknown>) =>
    routes.administrator('post', `${path}${name}`, async (given) => {
      await refusedOnPage(() => work(given));
      return { redirect: localPath(given.form.get('back')) };
    });

  action('', async ({ org, form }) => {
    const values = text(form, 'values')
      ?.split(';')
      .map((value) => value.trim())
      .filter(Boolean);
    const given = ['name', 'label', 'type', 'formula', 'referenceTo'].map((name) => [name, text(form, name)]);
    const definition = { ...Object.fromEntries(given), ...(values && { picklistValues: values }) };
    return createField(org, form.get('object') ?? '', readFieldDefinition(definition));
  });
  action('/change', ({ org, form }) => {
    const changes = readFieldChanges({ name: text(form, 'name'), label: text(form, 'label') });
    return alterField(org, form.get('object') ?? '', form.get('field') ?? '', changes);
  });
  action('/delete', ({ org, form }) => deleteField(org, form.get('object') ?? '', form.get('field') ?? ''));
  action('/object', ({ org, form }) =>
    createObject(org, readObjectDefinition({ name: text(form, 'name'), label: text(form, 'label') })),
  );
}

function fieldRow({ name, describe }: FieldMeta, hidden: Html): Html {
  const field = html`<input type="hidden" name="field" value="${name}">`;
  return html`<tr><td data-label="Field"><code>${name}</code></td>
<td data-label="Label and API name"><form method="post" action="${path}/change">${hidden}${field}<input name="label" value="${describe.label}" aria-label="Label of ${name}"> <input name="name" value="${name}" aria-label="API name of ${name}"> <button class="plain">Save</button></form></td>
<td data-label=""><form method="post" action="${path}/delete">${hidden}${field}<button class="danger">Delete</button></form></td></tr>`;
}

function text(form: URLSearchParams, name: string): string | undefined {
  return form.get(name)?.trim() || undefined;
}

/** What the org refuses is said on the page. */
export async function refusedOnPage(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof ApiError) throw new PageError(400, error.message);
    throw error;
  }
}

import { inTransaction, type Queryable } from '../../database.ts';
import type { FieldMeta, ObjectMeta, ProfilePermissions } from '../../metadata/metadata.ts';

import type { OrgContext } from '../../org-context.ts';
import { type Html, html } from '../html.ts';
import type { Page } from '../page.ts';
import { PageError, type PageRoutes, type SignedInRequest } from '../page-routes.ts';
import { customFieldActions, customFields } from './custom-fields.ts';
import { recordTypeActions, recordTypes } from './record-types.ts';
import { validationRuleActions, validationRules } from './validation-rules.ts';

interface Choice {
  object: ObjectMeta;
  profileId: string;
  profiles: { id: string; name: string }[];
}

/** Field-level security of a profile, the required switch, and the validation rules of an object. */
export function fieldsPages(routes: PageRoutes): void {
  routes.administrator('get', '/practice-org/setup/fields', async (given) =>
    fieldsPage(given, await readChoice(given, given.query)),
  );

  routes.administrator('post', '/practice-org/setup/fields', async (given) => {
    const choice = await readChoice(given, given.form);
    await inTransaction(given.org.pool, async (database) => {
      for (const field of choice.object.fields) await saveField(database, choice, field, given.form);
    });
    return { redirect: addressOf(choice) };
  });

  validationRuleActions(routes);
  customFieldActions(routes);
  recordTypeActions(routes);
}

async function readChoice({ org }: SignedInRequest, from: URLSearchParams): Promise<Choice> {
  const metadata = await org.metadata.current();
  const object = metadata.objects.get((from.get('object') ?? 'Lead').toLowerCase());
  if (!object) throw new PageError(404, 'There is no such object.');
  const profiles = await listProfiles(org);
  const wanted = profiles.find(({ id }) => id === from.get('profile'));
  const profile = wanted ?? profiles.find(({ name }) => name === 'Marketing Sync') ?? profiles[0];
  return { object, profiles, profileId: profile?.id ?? '' };
}

async function listProfiles({ pool }: OrgContext): Promise<{ id: string; name: string }[]> {
  // Only profiles somebody has: the others would be noise.
  const { rows } = await pool.query<{ id: string; name: string }>(
    `select p."Id" as id, p."Name" as name from org."Profile" p
      where exists (select from org."User" u join setup.credential c on c.user_id = u."Id" where u."ProfileId" = p."Id")
      order by p."Name"`,
  );
  return rows;
}

async function saveField(
  database: Queryable,
  { object, profileId }: Choice,
  field: FieldMeta,
  form: URLSearchParams,
): Promise<void> {
  if (field.describe.permissionable) {
    const readable = form.has(`readable:${field.name}`);
    const editable = readable && form.has(`editable:${field.name}`);
    await setPermission(database, [profileId, object.name, field.name, readable, editable]);
  }
  if (!canBeRequired(field)) return;
  await database.query('update setup.field set required = $3 where object = $1 and name = $2 and required <> $3', [
    object.name,
    field.name,
    form.has(`required:${field.name}`),
  ]);
}

async function setPermission(database: Queryable, row: [string, string, string, boolean, boolean]): Promise<void> {
  const [profileId, object, field, readable, editable] = row;
  if (readable && editable) {
    await database.query('delete from setup.field_permission where profile_id = $1 and object = $2 and field = $3', [
      profileId,
      object,
      field,
    ]);
    return;
  }
  await database.query(
    `insert into setup.field_permission (profile_id, object, field, readable, editable) values ($1, $2, $3, $4, $5)
     on conflict (profile_id, object, field) do update set readable = excluded.readable, editable = excluded.editable`,
    row,
  );
}

function canBeRequired({ describe, columnType }: FieldMeta): boolean {
  return columnType !== undefined && describe.nillable && describe.createable && describe.type !== 'boolean';
}

async function fieldsPage(given: SignedInRequest, choice: Choice): Promise<Page> {
  const { object, profileId, profiles } = choice;
  const metadata = await given.org.metadata.current();
  const permissions = metadata.permissions.get(profileId);
  const objects = [...metadata.objects.values()].toSorted((a, b) => a.name.localeCompare(b.name));
  return {
    title: 'Fields',
    section: 'fields',
    body: html`
<h1>Fields</h1>
<form method="get" class="bar">
<div class="grow"><label>Object <select name="object">${objects.map(({ name }) => html`<option${name === object.name && html` selected`}>${name}</option>`)}</select></label></div>
<div class="grow"><label>Profile <select name="profile">${profiles.map(({ id, name }) => html`<option value="${id}"${id === profileId && html` selected`}>${name}</option>`)}</select></label></div>
<button class="plain">Show</button>
</form>
<form method="post" class="sheet">
<h2>${object.name} fields</h2>
<p class="quiet">A field that is not visible does not exist for people with this profile: not in describe, not in queries. Required holds for everybody.</p>
${given.csrf}<input type="hidden" name="object" value="${object.name}"><input type="hidden" name="profile" value="${profileId}">
<div class="wide"><table class="stack ticks">
<thead><tr><th>Field</th><th>API name</th><th>Type</th><th>Visible</th><th>Editable</th><th>Required</th></tr></thead>
<tbody>${object.fields.map((field) => fieldRow(object, field, permissions))}</tbody>
</table></div>
<div class="actions"><button>Save</button></div>
</form>
${await validationRules(given, object, addressOf(choice))}
${customFields(given, object, addressOf(choice))}
${recordTypes(given, object, addressOf(choice))}`,
  };
}

function fieldRow(object: ObjectMeta, field: FieldMeta, permissions: ProfilePermissions | undefined): Html {
  const { name, describe, required } = field;
  const permission = permissions?.fields.get(`${object.name}.${name}`);
  const isWritable = describe.createable || describe.updateable;
  return html`<tr><td data-label="Field">${describe.label}</td><td data-label="API name"><code>${name}</code></td><td data-label="Type">${describe.type}</td>
<td data-label="Visible">${describe.permissionable ? tick('readable', name, `${describe.label} visible`, permission?.readable ?? true) : 'yes'}</td>
<td data-label="Editable">${describe.permissionable && isWritable ? tick('editable', name, `${describe.label} editable`, permission?.editable ?? true) : isWritable ? 'yes' : 'no'}</td>
<td data-label="Required">${canBeRequired(field) ? tick('required', name, `${describe.label} required`, required) : describe.nillable || !describe.createable || describe.type === 'boolean' ? '–' : 'yes'}</td></tr>`;
}

function tick(kind: string, name: string, label: string, checked: boolean): Html {
  return html`<input type="checkbox" name="${kind}:${name}" aria-label="${label}"${checked && html` checked`}>`;
}

function addressOf({ object, profileId }: Choice): string {
  return `/practice-org/setup/fields?${new URLSearchParams({ object: object.name, profile: profileId })}`;
}

import { ApiError, type Problem } from '../../api-error.ts';
import type { ObjectView, ViewField } from '../../metadata/profile-view.ts';
import { createRecords, updateRecords } from '../../records/save.ts';
import type { SaveResult } from '../../records/save-context.ts';
import { html } from '../html.ts';
import type { Page } from '../page.ts';
import { type Answer, PageError, type PageRoutes, type SignedInRequest } from '../page-routes.ts';
import { fieldInput } from './field-input.ts';
import { displayText, inputText, inputValue, submittedText } from './field-text.ts';
import { findRecord, nameField, requireObject, save, viewOf, visibleFields } from './record-access.ts';
import { problemNote } from './record-page.ts';

/** Creating and editing a record, by the rules that the REST API has. */
export function recordFormPages(routes: PageRoutes): void {
  routes.signedIn('get', '/practice-org/objects/:object/new', async (given) => {
    const object = await creatableObject(given);
    return formPage(given, {
      object,
      fields: fieldsToCreate(object),
      textOf: presetText,
      back: `/practice-org/objects/${object.name}`,
    });
  });

  routes.signedIn('post', '/practice-org/objects/:object/new', async (given) => {
    const object = await creatableObject(given);
    const fields = fieldsToCreate(object);
    const texts = submitted(fields, given.form);
    // Blanks are left out, so that the org puts its defaults in their place.
    const input = inputOf(fields, texts, (_field, text) => text !== '');
    const view = await viewOf(given);
    const result = await attempt(() => save(given, { view, object }, (context) => createRecords(context, [input])));
    if (result.success) return { redirect: `/practice-org/records/${result.id}` };
    const back = `/practice-org/objects/${object.name}`;
    return formPage(given, {
      object,
      fields,
      textOf: ({ name }) => texts.get(name) ?? '',
      back,
      problems: result.errors,
    });
  });

  routes.signedIn('get', '/practice-org/records/:id/edit', async (given) => {
    const { object, row, id } = await findRecord(given);
    const title = displayText(row[nameField(object)]);
    return formPage(given, {
      object,
      title,
      fields: fieldsToUpdate(object),
      textOf: ({ name }) => inputText(row[name]),
      back: `/practice-org/records/${id}`,
    });
  });

  routes.signedIn('post', '/practice-org/records/:id/edit', async (given): Promise<Answer> => {
    const found = await findRecord(given);
    const { object, row, id } = found;
    const fields = fieldsToUpdate(object);
    const texts = submitted(fields, given.form);
    // Only what was changed: somebody else may be changing the rest.
    const input = inputOf(fields, texts, (field, text) => text !== inputText(row[field.name]));
    const back = `/practice-org/records/${id}`;
    if (Object.keys(input).length === 0) return { redirect: back };
    const result = await attempt(() => save(given, found, (context) => updateRecords(context, [{ ...input, Id: id }])));
    if (result.success) return { redirect: back };
    const title = displayText(row[nameField(object)]);
    return formPage(given, {
      object,
      title,
      fields,
      textOf: ({ name }) => texts.get(name) ?? '',
      back,
      problems: result.errors,
    });
  });
}

async function creatableObject(given: SignedInRequest): Promise<ObjectView> {
  const object = requireObject(await viewOf(given), given.path.object ?? '');
  if (!object.permission.createable || !object.meta.describe.createable) {
    throw new PageError(403, `${object.meta.describe.labelPlural} can't be created.`);
  }
  return object;
}

const fieldsToCreate = (object: ObjectView) => visibleFields(object).filter(({ createable }) => createable);
const fieldsToUpdate = (object: ObjectView) => visibleFields(object).filter(({ updateable }) => updateable);

function presetText({ describe }: ViewField): string {
  const preset = describe.picklistValues.find(({ active, defaultValue }) => active && defaultValue)?.value;
  return preset ?? inputText(describe.defaultValue);
}

function submitted(fields: ViewField[], form: URLSearchParams): Map<string, string> {
  return new Map(fields.map((field) => [field.name, submittedText(field, form)]));
}

function inputOf(
  fields: ViewField[],
  texts: Map<string, string>,
  isMeant: (field: ViewField, text: string) => boolean,
): Record<string, string | null> {
  const meant = fields.filter((field) => isMeant(field, texts.get(field.name) ?? ''));
  return Object.fromEntries(meant.map((field) => [field.name, inputValue(field, texts.get(field.name) ?? '')]));
}

/** A refusal of the whole request is shown like that of a record. */
async function attempt(work: () => Promise<SaveResult>): Promise<SaveResult> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const problem: Problem = { statusCode: error.errorCode, message: error.message, fields: error.fields ?? [] };
    return { id: null, success: false, errors: [problem] };
  }
}

interface FormContent {
  object: ObjectView;
  fields: ViewField[];
  textOf: (field: ViewField) => string;
  back: string;
  title?: string;
  problems?: Problem[];
}

function formPage(
  { csrf }: SignedInRequest,
  { object, fields, textOf, back, title, problems = [] }: FormContent,
): Page {
  const heading = title ? `Edit ${title}` : `New ${object.meta.describe.label}`;
  return {
    title: heading,
    section: 'records',
    status: problems.length > 0 ? 400 : 200,
    body: html`
<h1>${heading}</h1>
${problemNote(problems)}
<form method="post" class="sheet">
${csrf}
<div class="fields">${fields.map((field) => fieldInput(field, textOf(field)))}</div>
<div class="actions"><button>Save</button><a class="button plain" href="${back}">Cancel</a></div>
</form>`,
  };
}

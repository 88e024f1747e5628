import type { ViewField } from '../../metadata/profile-view.ts';
import { type Html, html } from '../html.ts';

/** The input for one field. It checks nothing itself: refusing values is the org's part, and worth seeing. */
export function fieldInput(field: ViewField, text: string): Html {
  const { name, describe } = field;
  if (describe.type === 'boolean') {
    return html`<div class="field"><label class="check"><input type="checkbox" name="${name}"${text === 'true' && html` checked`}> ${describe.label} <small>${name}</small></label></div>`;
  }
  return html`<div class="field"><label>${describe.label}${isRequired(field) && ' *'} <small>${name}${hintFor(field)}</small>${control(field, text)}</label></div>`;
}

function control(field: ViewField, text: string): Html {
  const { name, describe } = field;
  switch (describe.type) {
    case 'picklist':
      return html`<select name="${name}"><option></option>${options(field, [text])}</select>`;
    case 'multipicklist':
      return html`<select name="${name}" multiple>${options(field, text.split(';'))}</select>`;
    case 'textarea':
      return html`<textarea name="${name}">${text && `\n${text}`}</textarea>`;
    case 'date':
      return html`<input type="date" name="${name}" value="${text}">`;
    case 'datetime':
      return html`<input type="datetime-local" step="1" name="${name}" value="${text}">`;
    case 'int':
    case 'double':
    case 'currency':
    case 'percent':
      return html`<input inputmode="decimal" name="${name}" value="${text}">`;
    default:
      return html`<input name="${name}" value="${text}" autocomplete="off">`;
  }
}

/** The active values, and the ones the record has that are active no more. */
function options({ describe }: ViewField, chosen: string[]): Html[] {
  const values = describe.picklistValues.filter(({ active }) => active).map(({ value }) => value);
  const strays = chosen.filter((value) => value && !values.includes(value));
  return [...values, ...strays].map(
    (value) => html`<option${chosen.includes(value) && html` selected`}>${value}</option>`,
  );
}

function isRequired({ required, describe }: ViewField): boolean {
  return required || (!describe.nillable && !describe.defaultedOnCreate);
}

function hintFor({ describe }: ViewField): string {
  if (describe.type === 'reference') return `, Id of ${describe.referenceTo.join(' or ')}`;
  if (describe.type === 'datetime') return ', UTC';
  return '';
}

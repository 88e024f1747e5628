import type { ViewField } from '../../metadata/profile-view.ts';

/** A stored value as people read it. */
export function displayText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return `${value.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  return String(value);
}

/** A stored value as its input holds it. */
export function inputText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString().slice(0, 19);
  return String(value).replaceAll('\r\n', '\n');
}

/** What a form says about a field, in the form `inputText` has for the stored value. */
export function submittedText(field: ViewField, form: URLSearchParams): string {
  if (field.describe.type === 'boolean') return String(form.has(field.name));
  if (field.describe.type === 'multipicklist') return form.getAll(field.name).filter(Boolean).join(';');
  return (form.get(field.name) ?? '').replaceAll('\r\n', '\n');
}

/** What the record rules are given for a submitted text. Instants on the pages are UTC. */
export function inputValue(field: ViewField, text: string): string | null {
  if (text === '') return null;
  if (field.describe.type === 'datetime' && !/(?:Z|[+-]\d\d:?\d\d)$/.test(text)) {
    return `${text.length === 16 ? `${text}:00` : text}Z`;
  }
  return text;
}

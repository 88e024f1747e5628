/** What somebody typed into the input of that name. */
export function textOf(form: FormData, name: string): string {
  return String(form.get(name) ?? '');
}

export function isTicked(form: FormData, name: string): boolean {
  return form.get(name) !== null;
}

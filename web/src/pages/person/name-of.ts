import type { PersonView } from '@lockstep/contract/people.ts';

/** How a person is called where it has to have a name: the e-mail address, or its number, without one. */
export function nameOf(person: Pick<PersonView, 'id' | 'values'> | undefined): string {
  if (!person) return '';
  const { firstName, lastName, email } = person.values;
  return [firstName, lastName].filter(Boolean).join(' ') || email || `#${person.id}`;
}

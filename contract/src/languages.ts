/** The languages that pages and e-mails speak. */
export const languages = ['en', 'nl'] as const;
export type Language = (typeof languages)[number];

/** The first of the wishes that we speak: `nl-BE` is Dutch. */
export function chooseFrom(wishes: readonly string[]): Language {
  return wishes.map((wish) => wish.slice(0, 2).toLowerCase()).find(isLanguage) ?? 'en';
}

export function isLanguage(text: string): text is Language {
  return (languages as readonly string[]).includes(text);
}

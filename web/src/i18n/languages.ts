export const languages = ['en', 'nl'] as const;
export type Language = (typeof languages)[number];

/** As each language calls itself. */
export const languageNames: Record<Language, string> = { en: 'English', nl: 'Nederlands' };

const storageKey = 'lockstep-language';

/** What was chosen here before, or the first language of the browser that we speak. */
export function preferredLanguage(): Language {
  const wishes = [localStorage.getItem(storageKey) ?? '', ...navigator.languages].map((wish) => wish.slice(0, 2));
  return wishes.find(isLanguage) ?? 'en';
}

export function rememberLanguage(language: Language): void {
  localStorage.setItem(storageKey, language);
}

export function isLanguage(text: string): text is Language {
  return (languages as readonly string[]).includes(text);
}

/** Dates and numbers as the browser's region writes them, where it speaks this language: en-US and en-GB differ. */
export function localeOf(language: Language): string {
  return navigator.languages.filter(isLocale).find((wish) => wish.startsWith(language)) ?? language;
}

/** Some systems tell browsers of locales that no standard knows, such as `en-US@posix`. */
function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length > 0;
  } catch {
    return false;
  }
}

import { chooseFrom, type Language } from '@lockstep/contract/languages.ts';

/** As each language calls itself. */
export const languageNames: Record<Language, string> = { en: 'English', nl: 'Nederlands' };

const storageKey = 'lockstep-language';

/** What was chosen here before, or the first language of the browser that we speak. */
export function preferredLanguage(): Language {
  return chooseFrom([localStorage.getItem(storageKey) ?? '', ...navigator.languages]);
}

export function rememberLanguage(language: Language): void {
  localStorage.setItem(storageKey, language);
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

import type { Language } from '@lockstep/contract/languages.ts';
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { type Catalogue, catalogue as english } from './en/catalogue.ts';
import { preferredLanguage, rememberLanguage } from './languages.ts';

interface Translation {
  catalogue: Catalogue;
  /** The server's errors by their code; in English the server tells them itself. */
  errors: Record<string, { meaning: string; action: string }>;
  /** Its sentences, by what they are in English. */
  sentences: Record<string, string>;
}

/** English is always there, the others are loaded when somebody wants them. */
const others: Record<Exclude<Language, 'en'>, () => Promise<Translation>> = {
  nl: () => import('./nl/catalogue.ts'),
};

export async function startTranslations(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    resources: { en: { translation: english } },
    interpolation: { escapeValue: false }, // React escapes what it shows.
  });
  await speak(preferredLanguage());
}

export async function chooseLanguage(language: Language): Promise<void> {
  rememberLanguage(language);
  await speak(language);
}

async function speak(language: Language): Promise<void> {
  if (language !== 'en' && !i18next.hasResourceBundle(language, 'translation')) {
    const { catalogue, errors, sentences } = await others[language]();
    i18next.addResourceBundle(language, 'translation', catalogue);
    i18next.addResourceBundle(language, 'errors', errors);
    i18next.addResourceBundle(language, 'sentences', sentences);
  }
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

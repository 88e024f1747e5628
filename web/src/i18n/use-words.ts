import type { Told } from '@lockstep/contract/common.ts';
import { inWords, type Translations, type Words } from '@lockstep/contract/words.ts';
import { useTranslation } from 'react-i18next';

/** What the server told in words, or what it has in English only, in the reader's language. */
export function useWords(): (told: readonly Told[] | null | undefined, english?: string | null) => Words {
  const { i18n } = useTranslation();
  const bundle = (name: keyof Translations) => i18n.getResourceBundle(i18n.language, name) ?? {};
  const translations = { sentences: bundle('sentences'), errors: bundle('errors') };
  return (told, english) => (told ? inWords(translations, told) : { text: english ?? '', original: '' });
}

import type { Language } from '@lockstep/contract/languages.ts';
import { type Format, makeFormat } from '../format.ts';
import { localeOf } from './languages.ts';
import { useLanguage } from './use-language.ts';

const made = new Map<Language, Format>();

export function useFormat(): Format {
  const language = useLanguage();
  const format = made.get(language) ?? makeFormat(localeOf(language));
  made.set(language, format);
  return format;
}

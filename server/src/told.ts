import type { Told } from '@lockstep/contract/common.ts';

/** What a sentence can speak of: things whose text says all. */
type Value = string | number | boolean;

/** A sentence for people, and its values apart from it: ``told`There is no person ${id}.` ``. In Dutch: contract/src/nl/sentences.ts. */
export function told(parts: TemplateStringsArray, ...values: readonly Value[]): Told {
  const sentence = parts.reduce((text, part, index) => `${text}{${index - 1}}${part}`);
  return { sentence, values: values.map(String) };
}

/** Somebody else's words, such as Salesforce's: they stay as they are. */
export function original(text: string): Told[] {
  return text === '' ? [] : [{ sentence: '{0}', values: [text], key: 'original' }];
}

/** In English. */
export function textOf(words: readonly Told[]): string {
  return words
    .map(({ sentence, values }) => sentence.replace(/\{(\d+)\}/g, (_, index) => values[Number(index)] ?? ''))
    .join(' ');
}

/** The text for people and programs, and the words that it is translated by. */
export function say(...words: readonly Told[]): { message: string; told: Told[] } {
  return { message: textOf(words), told: [...words] };
}

import type { Told } from './common.ts';

/** What the server told, in the reader's language. */
export interface Words {
  text: string;
  /** What Salesforce, or somebody else, said, word for word. */
  original: string;
}

/** What the server says, in another language: its sentences by what they are in English, its errors by their code. */
export interface Translations {
  sentences: Record<string, string>;
  errors: Record<string, { meaning: string; action: string }>;
}

/** A sentence without a translation stays as the server said it. */
export function inWords({ sentences, errors }: Translations, told: readonly Told[]): Words {
  const translated = ({ sentence, key }: Told) => {
    if (!key) return sentences[sentence] ?? sentence;
    const [, code = '', part = ''] = /^(.*)\/(meaning|action)$/.exec(key) ?? [];
    return errors[code]?.[part as 'meaning' | 'action'] ?? sentence;
  };
  const text = (some: readonly Told[]) => some.map((one) => fill(translated(one), one.values)).join(' ');
  return {
    text: text(told.filter(({ key }) => key !== 'original')),
    original: text(told.filter(({ key }) => key === 'original')),
  };
}

function fill(sentence: string, values: readonly string[]): string {
  return sentence.replace(/\{(\d+)\}/g, (_, index) => values[Number(index)] ?? '');
}

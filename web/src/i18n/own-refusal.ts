/** What the server itself writes of a record that is refused, by code; a row keeps the English sentence. */
const sentences = {
  VALUE_DOES_NOT_FIT: /^The value (?<value>.*) of (?<field>\S+) is no (?<type>.+)\.$/s,
  FIELD_LOOP: /^Both sides changed (?<field>\S+) at least (?<times>\d+) times within (?<minutes>\d+) minutes: /,
  'program/unknown-status': /\(program (?<program>.*)\)$/s,
  'program/status-missing': /\(program (?<program>.*)\)$/s,
};
export type OwnCode = keyof typeof sentences;

export const isOwn = (code: string): code is OwnCode => Object.hasOwn(sentences, code);

/** What such a sentence speaks of; null when another version of the server wrote it in other words. */
export function valuesOf(code: OwnCode, message: string): Record<string, string> | null {
  return sentences[code].exec(message)?.groups ?? null;
}

import { InvalidArgumentError } from 'commander';

/** Readers of arguments and options; what they refuse is a wrong usage of the command. */

export function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError(`"${text}" is not a whole number.`);
  return Number(text);
}

/** An argument that may be repeated. */
export function collectIds(text: string, before: number[] = []): number[] {
  return [...before, wholeNumber(text)];
}

/** `name=value`, which may be repeated. */
export function collectValues(text: string, before: Record<string, string> = {}): Record<string, string> {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError(`"${text}" is not name=value.`);
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
}

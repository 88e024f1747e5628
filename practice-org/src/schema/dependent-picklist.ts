import type { FieldDescribe } from './field-describe.ts';

/** The values that a controlling field can have, in the order of a describe; a checkbox has two. */
export function controllingValues({ type, picklistValues }: FieldDescribe): string[] {
  return type === 'boolean' ? ['false', 'true'] : picklistValues.map(({ value }) => value);
}

/**
 * The bitmap `validFor` of a describe: bit n, counted from the highest of the first byte, stands for the n-th controlling value.
 * https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_calls_describesobjects_describesobjectresult.htm
 */
export function validFor(controlling: readonly string[], chosen: readonly string[]): string {
  // Whole groups of three bytes, as Salesforce writes them: base64 without padding.
  const bits = Buffer.alloc(Math.max(1, Math.ceil(controlling.length / 24)) * 3);
  for (const [n, value] of controlling.entries())
    if (chosen.includes(value)) bits[n >> 3] = (bits[n >> 3] as number) | (0x80 >> (n % 8));
  return bits.toString('base64');
}

/** The controlling values whose bits are set. */
export function valuesIn(bitmap: unknown, controlling: readonly string[]): string[] {
  const bits = Buffer.from(typeof bitmap === 'string' ? bitmap : '', 'base64');
  return controlling.filter((_, n) => ((bits[n >> 3] ?? 0) & (0x80 >> (n % 8))) !== 0);
}

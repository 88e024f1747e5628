import type { Told } from '@lockstep/contract/common.ts';
import { told } from '../told.ts';

/** SEC-3: a text as a SOQL literal, whoever wrote it. */
export function soqlText(text: string): string {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll("'", "\\'");
  return `'${escaped.replaceAll('\n', '\\n').replaceAll('\r', '\\r')}'`;
}

const longestCondition = 4_000;

/**
 * Why a text is no condition that can stand between parentheses, or null. SOQL knows no comments: with quotes closed and
 * parentheses in pairs, a text stays where it is put, and Salesforce judges the rest (SEC-3).
 */
export function conditionProblem(text: string): Told | null {
  if (text.trim() === '') return told`It is empty.`;
  if (text.length > longestCondition) return told`It has more than ${longestCondition} characters.`;
  let open = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (quoted) {
      if (character === '\\') at++;
      else if (character === "'") quoted = false;
    } else if (character === "'") quoted = true;
    else if (character === '(') open++;
    else if (character === ')' && --open < 0) return told`A parenthesis is closed that was not opened.`;
  }
  if (quoted) return told`A text is not closed: put it between single quotes, and write \\' for a quote in it.`;
  return open > 0 ? told`A parenthesis is not closed.` : null;
}

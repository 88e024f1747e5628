/** The digits of ids, ascending in byte order. */
export const idDigits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** Behind the key prefix of every new id: the pod and a reserved zero. */
export const idPod = 'Hs0';
const placesOfNumber = 9;

const checkAlphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';
const idPattern = /^[0-9A-Za-z]{15}([0-9A-Za-z]{3})?$/;

/** Whether text has the shape of a record id: 15 characters, or 18 whose last three may be in any case. */
export function looksLikeId(text: string): boolean {
  return idPattern.test(text);
}

/** The 18-character form of an id, or undefined when the text can't be one. */
export function toId18(text: string): string | undefined {
  if (!idPattern.test(text)) return undefined;
  if (text.length === 15) return text + checkCharacters(text);
  const given = text.slice(15).toUpperCase();
  // A client without case sensitivity may have changed the letters' case; the check characters say what they were.
  const restored =
    checkCharacters(text.slice(0, 15)) === given ? text.slice(0, 15) : restoreCase(text.slice(0, 15), given);
  return checkCharacters(restored) === given ? restored + given : undefined;
}

/** The id of the record with a number of `setup.record_number`; `setup.id18` in SQL makes the same. */
export function numberedId(prefix: string, number: number): string {
  let digits = '';
  for (let rest = number, place = 0; place < placesOfNumber; place++, rest = Math.floor(rest / idDigits.length))
    digits = idDigits[rest % idDigits.length] + digits;
  const id15 = prefix + idPod + digits;
  return id15 + checkCharacters(id15);
}

export function toId15(id: string): string {
  return id.slice(0, 15);
}

/** The three characters that make a 15-character id safe where upper and lower case are not told apart. */
export function checkCharacters(id15: string): string {
  let result = '';
  for (let chunk = 0; chunk < 15; chunk += 5) {
    let bits = 0;
    for (let i = 0; i < 5; i++) {
      const code = id15.charCodeAt(chunk + i);
      if (code >= 65 && code <= 90) bits |= 1 << i;
    }
    result += checkAlphabet[bits];
  }
  return result;
}

function restoreCase(id15: string, check: string): string {
  let result = '';
  for (let i = 0; i < 15; i++) {
    const bits = checkAlphabet.indexOf(check[Math.floor(i / 5)] as string);
    const letter = id15[i] as string;
    result += bits & (1 << (i % 5)) ? letter.toUpperCase() : letter.toLowerCase();
  }
  return result;
}

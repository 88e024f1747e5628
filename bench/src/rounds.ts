/** A short measurement is taken this often, and the median counts. */
const rounds = 3;
/** A round that takes longer says enough by itself. */
const longS = 5;

/** The round with the median time; only one is run when the first took long. */
export async function medianRound<T>(
  measure: (round: number) => Promise<T>,
  secondsOf: (round: T) => number,
): Promise<T> {
  const first = await measure(0);
  const measured = [first];
  if (secondsOf(first) < longS) while (measured.length < rounds) measured.push(await measure(measured.length));
  const ascending = measured.toSorted((a, b) => secondsOf(a) - secondsOf(b));
  return ascending[Math.floor(ascending.length / 2)] as T;
}

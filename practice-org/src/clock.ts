/**
 * The org's time. Salesforce keeps whole seconds in its stamps and they never run backwards; neither do these.
 * `offsetMs` moves the org's clock for rehearsals.
 */
export class Clock {
  offsetMs = 0;
  #last = 0;

  /** Now, cut to the second. */
  now(): Date {
    const current = Math.floor((Date.now() + this.offsetMs) / 1000) * 1000;
    this.#last = Math.max(this.#last, current);
    return new Date(this.#last);
  }
}

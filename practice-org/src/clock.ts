/**
 * The org's time. Salesforce keeps whole seconds in its stamps and they never run backwards; neither do these, unless somebody
 * sets the clock back. `offsetMs` moves it for rehearsals.
 */
export class Clock {
  #offsetMs = 0;
  #last = 0;

  get offsetMs(): number {
    return this.#offsetMs;
  }

  set offsetMs(milliseconds: number) {
    this.#offsetMs = milliseconds;
    this.#last = 0;
  }

  /** This very moment, to the millisecond. */
  instant(): Date {
    return new Date(Date.now() + this.#offsetMs);
  }

  /** Now, cut to the second. */
  now(): Date {
    const current = Math.floor(this.instant().getTime() / 1000) * 1000;
    this.#last = Math.max(this.#last, current);
    return new Date(this.#last);
  }
}

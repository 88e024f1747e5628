/**
 * What was written to people, on which side, and so what they have to hold in the end. Records that are one person share a
 * line: a lead and its contact, a loser and its winner. It knows the rules of SPEC (SYN-5, SYN-8, SYN-9) and nothing of the sync.
 */

type Side = 'here' | 'there';

interface Entry {
  /** What it may be since both sides last agreed; null where that is not known. */
  agreed: string[] | null;
  /** The last writes since then. */
  here: string | null;
  there: string | null;
  /** Nothing went across between these writes, so that both of them are a conflict. */
  unseen: boolean;
  /** A write from before a conversion or a merge may have gone to the other record, or not; until somebody writes again. */
  unsure?: boolean;
}

/** Memberships of people that become one are united, and status follows a rule of its own (PRG). */
export const membership = (campaign: string): string => `member of ${campaign}`;
export const noMember = 'no member';
const isMembership = (field: string): boolean => field.startsWith(membership(''));

/** What a record is now: null for one that was converted meanwhile, or is not there. */
type TypeOf = (line: string) => 'Lead' | 'Contact' | null;

export class Ledger {
  readonly #lines = new Map<string, string>();
  readonly #entries = new Map<string, Map<string, Entry>>();
  readonly #lost = new Set<string>();
  /** Lines of winners whose merge may not be known on both sides yet. */
  readonly #uniting = new Set<string>();
  readonly #doubtful = new Set<string>();
  readonly #ignored = new Set<string>();

  lineOf(record: string): string {
    const line = this.#lines.get(record);
    return line === undefined ? record : this.lineOf(line);
  }

  write(record: string, field: string, side: Side, value: string): void {
    const line = this.lineOf(record);
    if (this.#doubtful.has(line) || this.#ignored.has(field)) return;
    const entry = this.#entriesOf(line).get(field) ?? { agreed: null, here: null, there: null, unseen: true };
    if (entry.here === null && entry.there === null) entry.unseen = true;
    // Of who has lost a merge that nobody here knows of yet, the winner's value stands, and a blank may be filled (SYN-8);
    // what becomes of the winner's membership depends on that of the loser, which stands apart here until then.
    const unsure = this.#lost.has(record) || (isMembership(field) && this.#uniting.has(line));
    this.#entriesOf(line).set(field, { ...entry, [side]: value, unsure });
  }

  /** A cycle or a flow action has begun: it may carry anything across, whatever becomes of it. */
  mayExchange(): void {
    for (const fields of this.#entries.values()) for (const entry of fields.values()) entry.unseen = false;
  }

  /** A field of which somebody decides what becomes of its values: nothing is expected of it any more. */
  ignore(field: string): void {
    this.#ignored.add(field);
    for (const fields of this.#entries.values()) fields.delete(field);
  }

  /** Both sides agree on everything, except lines where a change still waits, and fields that nothing goes across for. */
  agree(waiting: ReadonlySet<string>, apart: ReadonlySet<string>, typeOf: TypeOf): void {
    for (const line of this.#uniting) if (!waiting.has(line)) this.#uniting.delete(line);
    for (const [line, fields] of this.#entries) {
      if (waiting.has(line)) continue;
      for (const field of fields.keys()) {
        if (apart.has(field)) continue;
        fields.set(field, { agreed: this.expected(line, field, typeOf), here: null, there: null, unseen: true });
      }
    }
  }

  /** The values of which a field has to hold one; null where anything may be right. */
  expected(record: string, field: string, typeOf: TypeOf): string[] | null {
    const line = this.lineOf(record);
    const entry = this.#entries.get(line)?.get(field);
    if (!entry || entry.unsure) return null;
    const { agreed, here, there, unseen } = entry;
    if (here === null || there === null) return here === null ? (there === null ? agreed : [there]) : [here];
    const type = unseen && !isMembership(field) ? typeOf(line) : null;
    return type === 'Lead' ? [here] : type === 'Contact' ? [there] : [here, there];
  }

  /** A lead and the contact that it became. */
  becomes(lead: string, contact: string): void {
    this.#lines.set(contact, this.lineOf(lead));
  }

  /** A merge: what the winner holds stands, and where nobody wrote to it, a value of the loser may fill a blank (SYN-8). */
  takesOver(winner: string, loser: string): void {
    this.#lost.add(loser);
    this.#unite(winner, loser);
  }

  #unite(winner: string, loser: string): void {
    const [into, from] = [this.lineOf(winner), this.lineOf(loser)];
    if (into === from) return;
    this.#entries.delete(from);
    this.#lines.set(from, into);
    this.#uniting.add(into);
    const united = this.#entriesOf(into);
    for (const field of united.keys()) if (isMembership(field)) united.delete(field);
  }

  /** A lead that became part of a contact: Salesforce keeps the contact's value, and writes queued for the lead go to it (SYN-9). */
  joins(contact: string, lead: string): void {
    const [into, from] = [this.lineOf(contact), this.lineOf(lead)];
    if (into === from) return;
    const [ofContact, ofLead] = [this.#entriesOf(into), this.#entriesOf(from)];
    for (const field of new Set([...ofContact.keys(), ...ofLead.keys()])) {
      const [one, other] = [ofContact.get(field), ofLead.get(field)];
      const last = (side: Side) => other?.[side] ?? one?.[side] ?? null;
      ofContact.set(field, { agreed: null, here: last('here'), there: last('there'), unseen: false, unsure: true });
    }
    this.#unite(contact, lead);
  }

  /** Nobody knows whether they became one; until that is known, nothing is expected of them. */
  doubts(records: readonly string[]): void {
    for (const line of records.map((record) => this.lineOf(record))) {
      this.#entries.delete(line);
      this.#doubtful.add(line);
    }
  }

  /** What was written to a record or to those it was before. */
  fieldsOf(record: string): string[] {
    return [...this.#entriesOf(this.lineOf(record)).keys()];
  }

  isDoubtful(record: string): boolean {
    return this.#doubtful.has(this.lineOf(record));
  }

  endDoubts(): void {
    this.#doubtful.clear();
  }

  #entriesOf(line: string): Map<string, Entry> {
    const fields = this.#entries.get(line) ?? new Map();
    this.#entries.set(line, fields);
    return fields;
  }
}

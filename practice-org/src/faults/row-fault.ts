import type { Problem } from '../api-error.ts';
import type { FaultSwitch } from './fault-switch.ts';

type RecordValues = Record<string, unknown>;

/** Fields in which a sentinel may stand; any API client and any page can type one. */
const sentinelFields = ['LastName', 'Name', 'Company', 'Subject'];
const sentinel = /^FAIL_(ROW_LOCK|TRIGGER)(?:_(\d+))?$/;

/**
 * Refuses some writes of records. `FAIL_ROW_LOCK` in a name always fails, `FAIL_ROW_LOCK_2` twice and then works, as a
 * lock that is let go; `FAIL_TRIGGER` fails as a trigger of the org would. Otherwise it is the switch that decides.
 */
export class RowFaults {
  readonly #switch: FaultSwitch;
  readonly #failures = new Map<string, number>();

  constructor(faults: FaultSwitch) {
    this.#switch = faults;
  }

  /** Why this record is refused, or undefined. Call it once for every attempt to save. */
  rowFault(object: string, record: RecordValues): Problem | undefined {
    const bySentinel = this.#bySentinel(object, record);
    if (bySentinel) return bySentinel;
    const { objects } = this.#switch.plan.rowLock;
    if (objects && !objects.includes(object)) return undefined;
    return this.#switch.strikes('rowLock') ? rowLocked(record) : undefined;
  }

  #bySentinel(object: string, record: RecordValues): Problem | undefined {
    const value = sentinelFields.map((field) => record[field]).find((text) => sentinel.test(String(text)));
    if (value === undefined) return undefined;
    const [, kind, times] = sentinel.exec(String(value)) ?? [];
    if (times !== undefined && this.#countFailure(`${object} ${record.Id ?? ''} ${value}`) > Number(times))
      return undefined;
    return kind === 'TRIGGER' ? triggerFailed(object) : rowLocked(record);
  }

  #countFailure(key: string): number {
    const count = (this.#failures.get(key) ?? 0) + 1;
    this.#failures.set(key, count);
    return count;
  }
}

function rowLocked(record: RecordValues): Problem {
  const message = `unable to obtain exclusive access to this record or 1 records: ${record.Id ?? record.AccountId ?? ''}`;
  return { statusCode: 'UNABLE_TO_LOCK_ROW', message: message.trimEnd(), fields: [] };
}

function triggerFailed(object: string): Problem {
  const cause = 'System.NullPointerException: Attempt to de-reference a null object';
  const message = `${object}_Trigger: execution of BeforeInsert\n\ncaused by: ${cause}\n\nTrigger.${object}_Trigger: line 3, column 1`;
  return { statusCode: 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', message, fields: [] };
}

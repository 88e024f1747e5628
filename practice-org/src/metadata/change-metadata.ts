import { inTransaction, type Queryable } from '../database.ts';
import type { OrgContext } from '../org-context.ts';
import type { FieldDescribe } from '../schema/field-describe.ts';
import { isFormula } from '../schema/summary-field.ts';
import { checkFormula, knownFields } from './field-expressions.ts';
import { FormulaError } from './formula/ast.ts';
import { invalid } from './invalid.ts';
import { buildSummaryTriggers } from './summary-fields.ts';

/** Two changes of the org's objects at once would each miss what the other does. */
const lockKey = 7_215_004;

/** Changes objects or fields: one transaction; every process sees all of it afterwards, or nothing. */
export async function changeMetadata<T>(org: OrgContext, work: (database: Queryable) => Promise<T>): Promise<T> {
  const result = await inTransaction(org.pool, async (database) => {
    await database.query('select pg_advisory_xact_lock($1)', [lockKey]);
    const done = await work(database);
    await checkFormulas(database);
    await buildSummaryTriggers(database);
    return done;
  });
  // The triggers move the version before the commit: whoever looked in between has read the old state under the new version.
  await org.pool.query(`select nextval('setup.metadata_version')`);
  return result;
}

/** No change may leave a formula that can't be worked out. */
async function checkFormulas(database: Queryable): Promise<void> {
  const { rows } = await database.query<{ object: string; describe: FieldDescribe }>(
    'select object, describe from setup.field',
  );
  const known = knownFields(rows);
  for (const { object, describe } of rows) {
    if (!isFormula(describe)) continue;
    try {
      checkFormula(known, object, describe);
    } catch (error) {
      if (!(error instanceof FormulaError)) throw error;
      throw invalid(`${object}.${describe.name}: ${error.message}`);
    }
  }
}

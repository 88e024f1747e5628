import type { Queryable } from '../database.ts';
import { applyBlobValues } from './files.ts';
import type { Values } from './org-rules.ts';

/** What follows from other values of the same record: an opportunity's stage, a task's status. */
export async function applyDerivedValues(database: Queryable, object: string, records: Values[]): Promise<void> {
  applyBlobValues(object, records);
  if (object === 'Opportunity' && records.some((values) => values.StageName)) await applyStages(database, records);
  if (object === 'RecordType') for (const values of records) values.IsActive ??= true;
  if (object === 'Task' && records.some((values) => values.Status ?? values.Priority))
    await applyTaskStatus(database, records);
}

async function applyStages(database: Queryable, records: Values[]): Promise<void> {
  const { rows } = await database.query('select * from org."OpportunityStage"');
  for (const values of records) {
    const stage = rows.find((row) => row.ApiName === values.StageName);
    if (!stage) continue;
    values.IsClosed = stage.IsClosed;
    values.IsWon = stage.IsWon;
    values.ForecastCategory = stage.ForecastCategory;
    values.ForecastCategoryName ??= stage.ForecastCategoryName;
    values.Probability ??= stage.DefaultProbability;
  }
}

async function applyTaskStatus(database: Queryable, records: Values[]): Promise<void> {
  const { rows } = await database.query('select "ApiName" as name, "IsClosed" as closed from org."TaskStatus"');
  for (const values of records) {
    if (values.Status) values.IsClosed = rows.some((row) => row.name === values.Status && row.closed);
    if (values.Priority) values.IsHighPriority = values.Priority === 'High';
  }
}

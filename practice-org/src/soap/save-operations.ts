import type { Xml } from '../identity/soap/soap-envelope.ts';
import { deleteRecords, undeleteRecords } from '../records/delete.ts';
import { externalIdField } from '../records/external-ids.ts';
import type { InputRecord } from '../records/prepare.ts';
import { purgeRecords } from '../records/recycle-bin.ts';
import { createRecords, updateRecords } from '../records/save.ts';
import { type Save, saveAll } from '../records/save-all.ts';
import { refused, type SaveContext, type SaveResult } from '../records/save-context.ts';
import { upsertRecords } from '../records/upsert.ts';
import { checkCount } from './limits.ts';
import { objectNamed, type RecordCall } from './record-call.ts';
import { elementsIn, optionalText, readRecord, textsIn } from './xml-input.ts';
import { saveResult } from './xml-results.ts';

const most = 200;

export const create = (call: RecordCall) => saveRecords(call, createRecords);
export const update = (call: RecordCall) => saveRecords(call, updateRecords);

export function upsert(call: RecordCall): Promise<Xml> {
  const { parameters } = call.soap;
  const key =
    optionalText(parameters, 'externalIDFieldName') ?? optionalText(parameters, 'externalIdFieldName') ?? 'Id';
  return saveRecords(call, (context, inputs) => upsertRecords(context, externalIdField(context.object, key), inputs));
}

export const remove = (call: RecordCall) => changeById(call, deleteRecords);
export const undelete = (call: RecordCall) => changeById(call, undeleteRecords);
export const emptyRecycleBin = (call: RecordCall) => changeById(call, purgeRecords);

async function saveRecords(call: RecordCall, save: Save): Promise<Xml> {
  const records = elementsIn(call.soap.parameters, 'sObjects').map(readRecord);
  checkCount(records.length, most);
  const objects = new Map(records.map(({ object, input }) => [input, objectNamed(call, object).name]));
  const inputs = records.map(({ input }) => input);
  return answer(call, inputs, (input) => objects.get(input), save);
}

function changeById(
  call: RecordCall,
  work: (context: SaveContext, ids: unknown[]) => Promise<SaveResult[]>,
): Promise<Xml> {
  const ids = textsIn(call.soap.parameters, 'ids');
  checkCount(ids.length, most);
  const inputs = ids.map((Id) => ({ Id }));
  const save: Save = (context, records) =>
    work(
      context,
      records.map(({ Id }) => Id),
    );
  return answer(call, inputs, ({ Id }) => call.view.objectOfId(String(Id))?.name, save);
}

async function answer(
  call: RecordCall,
  records: InputRecord[],
  objectOf: (record: InputRecord) => string | undefined,
  save: Save,
): Promise<Xml> {
  const { org, caller, view, options, allOrNone } = call;
  const results = await saveAll(org, {
    records,
    allOrNone,
    objectOf,
    contextFor: (name, database) => ({ org, caller, view, options, database, object: objectNamed(call, name) }),
    save,
    withoutObject: ({ Id }) =>
      refused(String(Id), { statusCode: 'MALFORMED_ID', message: `malformed id ${Id}`, fields: [] }),
  });
  call.soap.answer.hasRecords = results.some(({ errors }) => errors.some(({ duplicate }) => duplicate));
  return results.map(saveResult);
}

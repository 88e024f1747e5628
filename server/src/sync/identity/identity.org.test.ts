import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { editPeople } from '../../people/write-people.ts';
import { startTestSync, type TestSync } from '../testing/test-sync.ts';
import { verify } from '../verify/verify.ts';

/** What becomes of people when their records are merged or converted in Salesforce (SYN-8, SYN-9). */

let sync: TestSync;

beforeAll(async () => {
  sync = await startTestSync({ settings: { overlapSeconds: 30 } });
  await sync.connect();
  await sync.cycle();
});
afterAll(() => sync[Symbol.asyncDispose]());

const person = async (where: string) =>
  (await sync.rows<Record<string, unknown>>(`select * from person where ${where}`))[0];
const make = async (object: string, values: Record<string, unknown>): Promise<string> => {
  const { id } = await sync.admin.sobject(object).create(values);
  return String(id);
};
const edit = async (sfdcId: string, values: Record<string, unknown>) => {
  const found = await person(`sfdc_id = '${sfdcId}'`);
  await sync.run((client) => editPeople(client, [{ id: Number(found?.id), values }], 'test'));
  return Number(found?.id);
};
const mergeThere = async (type: string, winner: string, losers: string[]) =>
  expect(
    await sync.admin.soap.merge({ masterRecord: { type, Id: winner }, recordToMergeIds: losers } as never),
  ).toMatchObject({ success: true });
const settle = async () => {
  for (const _ of [1, 2]) expect(await sync.cycle()).toMatchObject({ error: null });
};
const equal = async () =>
  expect(await verify(sync.engine, await sync.subscription())).toMatchObject({ equal: true, samples: [] });
const log = (personId: number, type: number) =>
  sync.rows(`select from activity where person_id = ${personId} and type_id = ${type}`);

describe('merges in Salesforce (SYN-8)', () => {
  test('three leads with a score of 10 become one person with 30; a blank is filled, activities are united', async () => {
    const score = { mkto71_Lead_Score__c: 10 };
    const winner = await make('Lead', { LastName: 'Winner', Company: 'M', ...score });
    const losers = [
      await make('Lead', { LastName: 'Loser', Company: 'M', Title: 'First', City: 'Ghent', ...score }),
      await make('Lead', { LastName: 'Loser', Company: 'M', Title: 'Second', ...score }),
    ];
    await sync.cycle();
    const ids = await sync.rows<{ id: number }>(`select id from person where sfdc_id in ('${losers.join("','")}')`);
    expect(ids).toHaveLength(2);
    await mergeThere('Lead', winner, losers);
    await settle();
    const one = await person(`sfdc_id = '${winner}'`);
    expect(one).toMatchObject({ last_name: 'Winner', lead_score: 30, title: 'First', city: 'Ghent' });
    expect(await sync.rows(`select from person where id in (${ids.map((r) => r.id).join(', ')})`)).toEqual([]);
    expect(await log(Number(one?.id), 32)).toHaveLength(2);
    expect(await log(Number(one?.id), 12)).toHaveLength(3);
    expect(await sync.admin.sobject('Lead').retrieve(winner)).toMatchObject({
      mkto71_Lead_Score__c: 30,
      City: 'Ghent',
    });
    await equal();
  });

  test('only the loser is here: it waits, flagged, until the winner arrives', async () => {
    const loser = await make('Contact', { LastName: 'Early' });
    await sync.cycle();
    const winner = await make('Contact', { LastName: 'Late winner' });
    await mergeThere('Contact', winner, [loser]);
    await settle();
    expect(await sync.rows(`select sfdc_id from person where sfdc_id in ('${loser}', '${winner}')`)).toEqual([
      { sfdc_id: winner },
    ]);
    await equal();
  });
});

describe('cases that other products document as hard (SYN-8)', () => {
  test('a lead that was deleted, came back and lost a merge before anybody read it is part of its winner', async () => {
    const winner = await make('Lead', { LastName: 'Stays', Company: 'Any' });
    const loser = await make('Lead', { LastName: 'Comes back', Company: 'Any', City: 'Ghent' });
    await sync.cycle();
    await sync.admin.sobject('Lead').destroy(loser);
    await sync.cycle();
    expect(await person(`sfdc_id = '${loser}'`)).toMatchObject({ sfdc_is_deleted: true, sfdc_master_id: null });
    await sync.admin.soap.undelete([loser]);
    await mergeThere('Lead', winner, [loser]);
    await settle();
    expect(await person(`sfdc_id = '${loser}'`)).toBeUndefined();
    expect(await person(`sfdc_id = '${winner}'`)).toMatchObject({ last_name: 'Stays', city: 'Ghent' });
    await equal();
  });

  test("the winner keeps the loser's e-mail address; a loser is undeleted; a converted lead can not be merged", async () => {
    const [winner, loser, converted] = [
      await make('Lead', { LastName: 'W', Company: 'M', Email: 'winner@merge.example' }),
      await make('Lead', { LastName: 'L', Company: 'M', Email: 'loser@merge.example' }),
      await make('Lead', { LastName: 'C', Company: 'M' }),
    ];
    await sync.cycle();
    const winnerPerson = await person(`sfdc_id = '${winner}'`);
    await sync.admin.soap.convertLead({
      leadId: converted,
      convertedStatus: 'Closed - Converted',
      doNotCreateOpportunity: true,
      overwriteLeadSource: false,
      sendNotificationEmail: false,
    } as never);
    const masterRecord = { type: 'Lead', Id: winner, Email: 'loser@merge.example' };
    expect(await sync.admin.soap.merge({ masterRecord, recordToMergeIds: [converted] } as never)).toMatchObject({
      success: false,
    });
    expect(await sync.admin.soap.merge({ masterRecord, recordToMergeIds: [loser] } as never)).toMatchObject({
      success: true,
    });
    await settle();
    const people = await sync.rows(`select id, last_name, sfdc_id from person where email = 'loser@merge.example'`);
    expect(people).toEqual([{ id: winnerPerson?.id, last_name: 'W', sfdc_id: winner }]);
    expect(await person(`last_name = 'C' and company = 'M'`)).toMatchObject({ sfdc_type: 'Contact' });

    await sync.admin.soap.undelete([loser]);
    await settle();
    expect(await person(`sfdc_id = '${loser}'`)).toMatchObject({ last_name: 'L', sfdc_is_deleted: false });
    expect(await person(`sfdc_id = '${winner}'`)).toMatchObject({ last_name: 'W' });
    await equal();
  });

  test('a merge of merges in one go: the loser of a loser becomes part of the last winner', async () => {
    const [first, second, third] = [
      await make('Contact', { LastName: 'One' }),
      await make('Contact', { LastName: 'Two', Phone: '(555) 22' }),
      await make('Contact', { LastName: 'Three', Title: 'Chief' }),
    ];
    await sync.cycle();
    await mergeThere('Contact', second, [third]);
    await mergeThere('Contact', first, [second]);
    await settle();
    expect(
      await sync.rows(
        `select last_name, phone, title from person where sfdc_id in ('${first}', '${second}', '${third}')`,
      ),
    ).toEqual([{ last_name: 'One', phone: '(555) 22', title: 'Chief' }]);
    await equal();
  });
});

describe('conversions in Salesforce (SYN-9)', () => {
  const convert = async (lead: string, more: Record<string, unknown> = {}) => {
    const result = await sync.admin.soap.convertLead({
      leadId: lead,
      convertedStatus: 'Closed - Converted',
      doNotCreateOpportunity: true,
      overwriteLeadSource: false,
      sendNotificationEmail: false,
      ...more,
    } as never);
    return result as unknown as { contactId: string; accountId: string; success: boolean };
  };

  test('into a new account: the same person, now a contact, with its history; a queued write goes to the contact', async () => {
    const lead = await make('Lead', { LastName: 'Convert', Company: 'New account', Email: 'c1@x.example' });
    await sync.cycle();
    const id = await edit(lead, { title: 'Written before' });
    const { contactId } = await convert(lead);
    await settle();
    expect(await person(`id = ${id}`)).toMatchObject({
      sfdc_type: 'Contact',
      sfdc_id: contactId,
      title: 'Written before',
    });
    expect(await sync.rows(`select from person where email = 'c1@x.example'`)).toHaveLength(1);
    expect(await sync.admin.sobject('Contact').retrieve(contactId)).toMatchObject({ Title: 'Written before' });
    expect(await log(id, 12)).toHaveLength(1);
    expect(await log(id, 21)).toHaveLength(1);
    await settle();
    expect(await sync.rows(`select from person where email = 'c1@x.example'`)).toHaveLength(1);
    await equal();
  });

  test('into an existing account', async () => {
    const lead = await make('Lead', { LastName: 'Convert', Company: 'Any', Email: 'c2@x.example' });
    await sync.cycle();
    const account = (await person('sfdc_account_id is not null'))?.sfdc_account_id;
    const { contactId } = await convert(lead, { accountId: account });
    await settle();
    expect(await sync.rows(`select sfdc_id, sfdc_account_id from person where email = 'c2@x.example'`)).toEqual([
      { sfdc_id: contactId, sfdc_account_id: account },
    ]);
    await equal();
  });

  test('into an existing contact: the two people become one, with the writes queued for the lead', async () => {
    const contact = (
      await sync.rows<{ sfdc_id: string; sfdc_account_id: string }>(
        `select sfdc_id, sfdc_account_id from person where sfdc_type = 'Contact' and sfdc_account_id is not null order by id limit 1`,
      )
    )[0];
    const lead = await make('Lead', { LastName: 'Convert', Company: 'Any', Email: 'c3@x.example' });
    await sync.cycle();
    const leadPerson = await edit(lead, { phone: '(555) 123' });
    await convert(lead, { accountId: contact?.sfdc_account_id, contactId: contact?.sfdc_id });
    await settle();
    expect(await sync.rows(`select from person where id = ${leadPerson}`)).toEqual([]);
    expect(await person(`sfdc_id = '${contact?.sfdc_id}'`)).toMatchObject({ phone: '(555) 123', sfdc_type: 'Contact' });
    expect(await sync.admin.sobject('Contact').retrieve(contact?.sfdc_id ?? '')).toMatchObject({ Phone: '(555) 123' });
    await equal();
  });

  test('a lead that wins a merge and is converted before anybody reads it: all are one person', async () => {
    const winner = await make('Lead', { LastName: 'Wins', Company: 'Any' });
    const loser = await make('Lead', { LastName: 'Loses', Company: 'Any', City: 'Ghent' });
    await sync.cycle();
    await mergeThere('Lead', winner, [loser]);
    await convert(winner);
    await settle();
    expect(await sync.rows(`select city, sfdc_type from person where last_name in ('Wins', 'Loses')`)).toEqual([
      { city: 'Ghent', sfdc_type: 'Contact' },
    ]);
    await equal();
  });

  test('an edit of the contact that came after what was queued for the lead stands', async () => {
    const lead = await make('Lead', { LastName: 'Queued', Company: 'Any' });
    const other = await make('Lead', { LastName: 'Contact by now', Company: 'Any' });
    const { contactId, accountId } = await convert(other);
    await sync.cycle();
    await edit(lead, { phone: '(555) 1', title: 'Queued' });
    await convert(lead, { accountId, contactId });
    await edit(contactId, { phone: '(555) 2' });
    await settle();
    expect(await person(`sfdc_id = '${contactId}'`)).toMatchObject({ phone: '(555) 2', title: 'Queued' });
    await equal();
  });
});

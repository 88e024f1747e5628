import { readFileSync } from 'node:fs';
import { parseRecords } from '../csv.ts';
import type { Queryable } from '../database.ts';
import { administrator, syncUser } from '../identity/default-people.ts';
import { dataFolder } from '../schema/describe-data.ts';
import { insertRecord, stamps } from './insert-record.ts';

export interface OrgPeople {
  organizationId: string;
  administratorId: string;
  salesUserIds: string[];
  queueIds: string[];
}

const salesPeople = [
  ['Dana', 'Whitfield', 'Account Executive'],
  ['Marcus', 'Oyelaran', 'Account Executive'],
  ['Ingrid', 'Sandoval', 'Sales Development Representative'],
  ['Theo', 'Lindqvist', 'Regional Sales Manager'],
] as const;

/** The organization, its profiles, users and queues. The administrator comes first: everything else names its maker. */
export async function seedPeople(database: Queryable, now: Date): Promise<OrgPeople> {
  const { rows } = await database.query(
    `select setup.new_id('00D') as organization, setup.new_id('005') as administrator`,
  );
  const { organization, administrator: administratorId } = rows[0] as Record<string, string>;
  const made = stamps(administratorId as string, now);
  const profile = profileMaker(database, made);
  await insertKnown(database, 'Organization', organization as string, { ...organizationValues, ...made });
  const addUser = userMaker(database, made);
  await addUser({
    Id: administratorId,
    Username: administrator.username,
    FirstName: 'Ada',
    LastName: 'Keller',
    Title: 'Salesforce Administrator',
    ProfileId: await profile('System Administrator'),
    UserPermissionsMarketingUser: true,
  });
  await addUser({
    Username: syncUser.username,
    FirstName: 'Marketing',
    LastName: 'Sync',
    ProfileId: await profile('Marketing Sync'),
    UserPermissionsMarketingUser: true,
  });
  const salesUserIds: string[] = [];
  for (const [FirstName, LastName, Title] of salesPeople) {
    const Username = `${FirstName}.${LastName}@practice.example`.toLowerCase();
    salesUserIds.push(
      await addUser({ Username, FirstName, LastName, Title, ProfileId: await profile('Standard User') }),
    );
  }
  await seedSystemUsers(addUser, profile, organization as string);
  return {
    organizationId: organization as string,
    administratorId: administratorId as string,
    salesUserIds,
    queueIds: await seedQueues(database, made, organization as string),
  };
}

async function seedQueues(database: Queryable, made: Record<string, unknown>, organization: string): Promise<string[]> {
  const ids: string[] = [];
  for (const Name of ['Inbound Leads', 'Partner Leads']) {
    const DeveloperName = Name.replaceAll(' ', '_');
    ids.push(
      await insertRecord(database, 'Group', '00G', {
        Name,
        DeveloperName,
        Type: 'Queue',
        OwnerId: organization,
        ...made,
      }),
    );
  }
  return ids;
}

const organizationValues = {
  Name: 'Practice Org',
  Country: 'US',
  PrimaryContact: 'Ada Keller',
  DefaultLocaleSidKey: 'en_US',
  TimeZoneSidKey: 'America/Los_Angeles',
  LanguageLocaleKey: 'en_US',
  OrganizationType: 'Developer Edition',
  InstanceName: 'PRAC1',
  UiSkin: 'Theme3',
  FiscalYearStartMonth: 1,
  DefaultAccountAccess: 'Edit',
  DefaultContactAccess: 'ControlledByParent',
  DefaultOpportunityAccess: 'Edit',
  DefaultLeadAccess: 'ReadEditTransfer',
  DefaultCampaignAccess: 'All',
  IsSandbox: false,
};

type AddUser = (values: Record<string, unknown>) => Promise<string>;

function userMaker(database: Queryable, made: Record<string, unknown>): AddUser {
  return (values) => {
    const nickname = String(values.Username).split('@')[0]?.slice(0, 40);
    const user = {
      Email: values.Username,
      Alias: String(values.LastName).slice(0, 8),
      CommunityNickname: nickname,
      IsActive: true,
      TimeZoneSidKey: 'America/Los_Angeles',
      LocaleSidKey: 'en_US',
      LanguageLocaleKey: 'en_US',
      EmailEncodingKey: 'UTF-8',
      UserType: 'Standard',
      DigestFrequency: 'D',
      DefaultGroupNotificationFrequency: 'N',
      ...made,
      ...values,
    };
    const { Id, ...rest } = user as Record<string, unknown>;
    return Id ? insertKnown(database, 'User', Id as string, rest) : insertRecord(database, 'User', '005', rest);
  };
}

function profileMaker(
  database: Queryable,
  made: Record<string, unknown>,
): (name: string | null) => Promise<string | null> {
  const known = new Map<string, string>();
  return async (name) => {
    if (!name) return null;
    const id =
      known.get(name) ??
      (await insertRecord(database, 'Profile', '00e', { Name: name, UserType: 'Standard', ...made }));
    known.set(name, id);
    return id;
  };
}

/** The users that Salesforce itself puts into every org. */
async function seedSystemUsers(
  addUser: AddUser,
  profile: (name: string | null) => Promise<string | null>,
  organization: string,
): Promise<void> {
  for (const row of parseRecords(readFileSync(`${dataFolder}User.csv`, 'utf8'))) {
    const { 'Profile:Name': profileName, ...values } = row;
    const fill = (text: string | null) =>
      text?.replace('{orgId}', organization.toLowerCase()).replace('{random12}', 'pr4ct1c30rg0') ?? null;
    await addUser({
      ...values,
      Username: fill(values.Username ?? null),
      Email: fill(values.Email ?? null),
      ProfileId: await profile(profileName ?? null),
    });
  }
}

async function insertKnown(
  database: Queryable,
  object: string,
  id: string,
  values: Record<string, unknown>,
): Promise<string> {
  const names = ['Id', ...Object.keys(values)];
  await database.query(
    `insert into org."${object}" (${names.map((name) => `"${name}"`).join(', ')}) values (${names.map((_, i) => `$${i + 1}`).join(', ')})`,
    [id, ...Object.values(values)],
  );
  return id;
}

import type { Problem } from '../api-error.ts';
import { inTransaction } from '../database.ts';
import type { Xml, XmlElement } from '../identity/soap/soap-envelope.ts';
import { toId18 } from '../ids.ts';
import { asSystem, type CallerContext, onObject, saveOne } from '../records/caller-context.ts';
import { emailPattern } from '../records/field-values.ts';
import { recordMails } from '../records/mails.ts';
import { createRecords } from '../records/save.ts';
import { checkCount } from './limits.ts';
import type { RecordCall } from './record-call.ts';
import { elementsIn, optionalText, textsIn } from './xml-input.ts';
import { errorElement } from './xml-results.ts';

/** "You can send up to 10 emails in one call" (SOAP API Developer Guide, sendEmail()). */
const most = 10;

interface Message {
  subject: string;
  body: string | undefined;
  addresses: string[];
  targets: string[];
  whatId: string | undefined;
  savesActivity: boolean;
  templateId: string | undefined;
}

/**
 * Takes the mails that a program wants sent, and keeps them: nothing leaves the practice org.
 * https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_calls_sendemail.htm
 */
export async function sendEmail(call: RecordCall): Promise<Xml> {
  const messages = elementsIn(call.soap.parameters, 'messages').map(readMessage);
  checkCount(messages.length, most);
  const results: Xml[] = [];
  for (const message of messages) {
    const problem =
      problemOf(message) ?? (await inTransaction(call.org.pool, (database) => send(call, database, message)));
    results.push(problem ? { errors: { ...errorElement(problem) }, success: false } : { success: true });
  }
  return results;
}

function readMessage(element: XmlElement): Message {
  const lists = ['toAddresses', 'ccAddresses', 'bccAddresses'];
  const targets = [...textsIn(element, 'targetObjectId'), ...textsIn(element, 'targetObjectIds')];
  return {
    subject: optionalText(element, 'subject') ?? '',
    body: optionalText(element, 'plainTextBody') ?? optionalText(element, 'htmlBody'),
    addresses: lists.flatMap((name) => textsIn(element, name)).filter(Boolean),
    targets: targets.filter(Boolean).map((id) => toId18(id) ?? id),
    whatId: optionalText(element, 'whatId'),
    savesActivity: optionalText(element, 'saveAsActivity') !== 'false',
    templateId: optionalText(element, 'templateId'),
  };
}

function problemOf({ addresses, targets, body, templateId }: Message): Problem | undefined {
  const refuse = (statusCode: string, message: string, fields: string[] = []) => ({ statusCode, message, fields });
  if (templateId) return refuse('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', ['templateId']);
  if (addresses.length + targets.length === 0)
    return refuse('REQUIRED_FIELD_MISSING', 'Add a recipient to send an email.');
  const invalid = addresses.find((address) => !emailPattern.test(address));
  if (invalid) return refuse('INVALID_EMAIL_ADDRESS', `Email address is invalid: ${invalid}`, ['toAddresses']);
  if (!body) return refuse('REQUIRED_FIELD_MISSING', 'Missing body, need at least one of html or plainText');
  return undefined;
}

/** A mail to a lead or a contact is in their history too. */
async function send(
  { org, caller, view, options }: RecordCall,
  database: CallerContext['database'],
  message: Message,
): Promise<Problem | undefined> {
  const context: CallerContext = { org, caller, view, options, database };
  const { rows } = await database.query<{ id: string; email: string | null; isUser: boolean }>(
    `select "Id" as id, "Email" as email, false as "isUser" from org."Lead" where "Id" = any($1) and not "IsDeleted"
     union all select "Id", "Email", false from org."Contact" where "Id" = any($1) and not "IsDeleted"
     union all select "Id", "Email", true from org."User" where "Id" = any($1)`,
    [message.targets],
  );
  if (rows.length < new Set(message.targets).size)
    return { statusCode: 'INVALID_ID_FIELD', message: 'Invalid target object id', fields: ['targetObjectId'] };
  const withoutAddress = rows.find(({ email }) => !email);
  if (withoutAddress)
    return {
      statusCode: 'INVALID_EMAIL_ADDRESS',
      message: `The target object has no email address: ${withoutAddress.id}`,
      fields: ['targetObjectId'],
    };
  const { subject, body, whatId } = message;
  const people = rows.map(({ id, email }) => ({ toId: id, toAddress: email }));
  const others = message.addresses.map((toAddress) => ({ toId: null, toAddress }));
  await recordMails(
    context,
    [...people, ...others].map((to) => ({ ...to, subject, body, recordId: whatId ?? to.toId })),
  );
  const logged = message.savesActivity ? rows.filter(({ isUser }) => !isUser) : [];
  for (const { id: WhoId } of logged)
    await saveOne(onObject(asSystem(context), 'Task'), createRecords, {
      Subject: `Email: ${subject}`,
      Description: body,
      Status: 'Completed',
      TaskSubtype: 'Email',
      ActivityDate: org.clock.now().toISOString().slice(0, 10),
      OwnerId: caller.userId,
      WhoId,
      ...(whatId && WhoId.startsWith('003') && { WhatId: whatId }),
    });
  return undefined;
}

import type { Problem } from '../api-error.ts';
import { nil, type Xml, type XmlElement } from '../identity/soap/soap-envelope.ts';
import { type ConvertedLead, convertLead, type LeadConversion } from '../records/convert-lead.ts';
import { doEach } from '../records/save-all.ts';
import { checkCount } from './limits.ts';
import type { RecordCall } from './record-call.ts';
import { elementsIn, flagIn, optionalText } from './xml-input.ts';

const most = 100;

export async function convertLeads(call: RecordCall): Promise<Xml> {
  const { org, caller, view, options, allOrNone } = call;
  const conversions = elementsIn(call.soap.parameters, 'leadConverts').map(readConversion);
  checkCount(conversions.length, most, 'EXCEEDED_LEAD_CONVERT_LIMIT');
  const outcomes = await doEach(org, conversions, allOrNone, (conversion, database) =>
    convertLead({ org, caller, view, options, database }, conversion),
  );
  return outcomes.map((outcome) => ('done' in outcome ? converted(outcome.done) : notConverted(outcome.problems)));
}

function readConversion(element: XmlElement): LeadConversion {
  return {
    leadId: optionalText(element, 'leadId') ?? '',
    convertedStatus: optionalText(element, 'convertedStatus') ?? '',
    accountId: optionalText(element, 'accountId'),
    contactId: optionalText(element, 'contactId'),
    opportunityId: optionalText(element, 'opportunityId'),
    opportunityName: optionalText(element, 'opportunityName'),
    ownerId: optionalText(element, 'ownerId'),
    doNotCreateOpportunity: flagIn(element, 'doNotCreateOpportunity'),
    overwriteLeadSource: flagIn(element, 'overwriteLeadSource'),
    sendNotificationEmail: flagIn(element, 'sendNotificationEmail'),
  };
}

function converted({ accountId, contactId, leadId, opportunityId }: ConvertedLead): XmlElement {
  return { accountId, contactId, leadId, opportunityId: opportunityId ?? nil, success: true };
}

function notConverted(problems: Problem[]): XmlElement {
  return {
    accountId: nil,
    contactId: nil,
    errors: problems.map(({ fields, message, statusCode }) => ({
      fields: fields.length > 0 ? fields : nil,
      message,
      statusCode,
    })),
    leadId: nil,
    opportunityId: nil,
    success: false,
  };
}

import { textIn, type Xml } from '../identity/soap/soap-envelope.ts';
import { describeLayout as layoutsOf } from '../rest/layouts.ts';
import { objectNamed, type RecordCall } from './record-call.ts';
import { textsIn } from './xml-input.ts';
import { plainElement } from './xml-records.ts';

/** The layouts of an object, for all its record types or for those that are asked for. */
export async function describeLayout(call: RecordCall): Promise<Xml> {
  const { parameters } = call.soap;
  const object = objectNamed(call, textIn(parameters, 'sObjectType').trim());
  const { recordTypeMappings, ...rest } = layoutsOf(object, '', textsIn(parameters, 'recordTypeIds').filter(Boolean));
  return plainElement({ ...rest, recordTypeMappings: recordTypeMappings.map(({ urls: _, ...mapping }) => mapping) });
}

import { textIn, type XmlElement } from '../../identity/soap/soap-envelope.ts';
import { invalid } from '../../metadata/invalid.ts';
import type { RecordTypeMeta } from '../../metadata/metadata.ts';
import type { RecordTypeDefinition } from '../../metadata/record-types.ts';
import { elementsIn, flagIn, optionalText } from '../xml-input.ts';

/** `Lead.Partner` names a record type of an object. */
export function splitRecordType(fullName: string): { object: string; name: string } {
  const [object, name, ...rest] = fullName.split('.');
  if (!object || !name || rest.length > 0)
    throw invalid(`Invalid fullName, must name an object and a record type: ${fullName}`, 'INVALID_FULL_NAME');
  return { object, name };
}

/** A RecordType as the Metadata API has it; only what is there. Picklist values are percent-encoded in it. */
export function readRecordTypeElement(element: XmlElement): Partial<Omit<RecordTypeDefinition, 'name'>> {
  const [label, description] = [optionalText(element, 'label'), optionalText(element, 'description')];
  return {
    ...(label && { label }),
    ...(description && { description }),
    ...(optionalText(element, 'active') && { active: flagIn(element, 'active') }),
    picklistValues: elementsIn(element, 'picklistValues').map((picklist) => {
      const values = elementsIn(picklist, 'values');
      const preset = values.find((value) => flagIn(value, 'default'));
      return {
        picklist: textIn(picklist, 'picklist').trim(),
        values: values.map(nameOf),
        ...(preset && { default: nameOf(preset) }),
      };
    }),
  };
}

/** A RecordType as readMetadata answers it. */
export function recordTypeElement(
  fullName: string,
  { active, description, name, picklists }: RecordTypeMeta,
): XmlElement {
  return {
    fullName,
    active,
    ...(description && { description }),
    label: name,
    picklistValues: [...picklists].map(([picklist, { values, preset }]) => ({
      picklist,
      values: values.map((value) => ({ fullName: encodeURIComponent(value), default: value === preset })),
    })),
  };
}

function nameOf(value: XmlElement): string {
  const name = textIn(value, 'fullName');
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

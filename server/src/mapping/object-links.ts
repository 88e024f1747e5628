import type { ObjectDescribe } from '../salesforce/salesforce.ts';
import { isFixedObject } from './fixed-objects.ts';
import { isKept } from './resolve-plan.ts';
import { isMappedObject } from './standard-fields.ts';

/** Where a lookup has to end for a record to belong to people (SYN-13). */
export type LinkEnd = 'Lead' | 'Contact' | 'Account';

/** One way from the records of an object to people. */
export interface ObjectLink {
  /** The lookup or master-detail field of the object itself. */
  field: string;
  /** The one object between, if there is one: the record whose field `by` names what the lookup names, and its field that leads on. */
  through: { object: string; by: string; field: string } | null;
  to: LinkEnd;
}

const ends: readonly string[] = ['Lead', 'Contact', 'Account'];

/** Owners and the like are no middle: every record has them, and through them everybody would be linked with everybody. */
const leadsNowhere = new Set(['User', 'Group', 'Profile', 'RecordType', 'Organization', ...ends]);

/** Opportunities belong to people through contact roles (SYN-12). */
const byContactRole = { object: 'OpportunityContactRole', by: 'OpportunityId', field: 'ContactId' } as const;

/**
 * How an object is linked to people: directly, or else through one more object. `others` are the describes of what its lookups
 * may name; what is not among them leads nowhere.
 */
export function findLinks(object: ObjectDescribe, others: ReadonlyMap<string, ObjectDescribe>): ObjectLink[] {
  const direct = directLinks(object);
  return direct.length > 0 ? direct : linksThrough(object, others);
}

function directLinks(object: ObjectDescribe): ObjectLink[] {
  return lookups(object).flatMap(({ field, targets }) =>
    targets.filter(isEnd).map((to) => ({ field, through: null, to })),
  );
}

function linksThrough(object: ObjectDescribe, others: ReadonlyMap<string, ObjectDescribe>): ObjectLink[] {
  return lookups(object).flatMap(({ field, targets }) =>
    targets
      .filter((target) => !leadsNowhere.has(target) && target !== object.name)
      .flatMap((target): ObjectLink[] => {
        const middle = others.get(target);
        if (!middle) return [];
        const roles: ObjectLink[] = target === 'Opportunity' ? [{ field, through: byContactRole, to: 'Contact' }] : [];
        const own = directLinks(middle).map((link) => ({
          field,
          through: { object: target, by: 'Id', field: link.field },
          to: link.to,
        }));
        return [...roles, ...own];
      }),
  );
}

/** Objects that the lookups of an object name, and that could lead on. */
export function possibleMiddles(object: ObjectDescribe): string[] {
  return lookups(object).flatMap(({ targets }) => targets.filter((target) => !leadsNowhere.has(target)));
}

/** Objects that lie on the way, and that are not synced unless for its sake. */
export function middlesOf(links: readonly ObjectLink[]): string[] {
  const middles = links.flatMap(({ through }) => (through ? [through.object] : []));
  return [...new Set(middles)].filter((object) => !isMappedObject(object) && !isFixedObject(object));
}

/** `Order__c → Order__c.Account__c → Account`. */
export function describeLink({ field, through, to }: ObjectLink): string {
  return [field, ...(through ? [`${through.object}.${through.field}`] : []), to].join(' → ');
}

function lookups({ name: object, fields }: ObjectDescribe): { field: string; targets: string[] }[] {
  return fields
    .filter((field) => field.type === 'reference' && isKept(object, field))
    .map(({ name, referenceTo }) => ({ field: name, targets: referenceTo }));
}

const isEnd = (object: string): object is LinkEnd => ends.includes(object);

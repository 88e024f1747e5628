import { canonicalText } from '../../mapping/canonical.ts';
import { companyFieldOf } from '../../mapping/company-fields.ts';
import { columnTypeOf } from '../../mapping/field-type.ts';
import { identifier, literal } from '../../postgres/quoting.ts';
import type { Field } from '../../subscription/field-catalog.ts';

/** A merge that was asked for here. */
export interface MergeHere {
  /** The person whose record stays in Salesforce; null when nobody is there. */
  survivor: number | null;
  /** Field name → the person whose value is kept. */
  keep: Record<string, number>;
  /** When the losers' records were deleted, by Salesforce's clock. */
  goneAt: Record<number, string>;
}

/** A value that the winner of a merge is given, as canonical text. */
export interface Change {
  winner: number;
  field: string;
  value: string | null;
}

/** A field of the person `alias`, as canonical text. */
export function textOf(alias: string, field: Field): string {
  return canonicalText(`${alias}.${identifier(field.column)}`, columnTypeOf(field.type));
}

/**
 * Of `v.field` on the winner `w`. Not to be written: a field that is mapped for the winner's kind and that the sync user may not
 * change, and what belongs to the winner's account, whose other people have no part in this.
 */
export const mayEdit = `not (w.sfdc_account_id is not null and v.field in (${Object.keys(companyFieldOf).map(literal).join(', ')}))
       and not exists (
         select from field_mapping k
          where k.object = w.sfdc_type and k.entity = 'person' and k.field = v.field and k.chosen and not k.updateable)`;

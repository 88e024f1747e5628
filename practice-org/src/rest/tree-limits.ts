import type { InputRecord } from '../records/prepare.ts';

const mostRecords = 200;
const mostLevels = 5;

export interface TreeProblem {
  referenceId: string | null;
  message: string;
}

/**
 * Why a tree is not even begun: too large, too deep, or records whose results could not be told apart.
 * https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_sobject_tree.htm
 */
export function treeProblem(records: InputRecord[]): TreeProblem | undefined {
  const seen = new Set<string>();
  const visit = (branch: InputRecord[], level: number): TreeProblem | undefined => {
    for (const record of branch) {
      const { referenceId } = (record.attributes ?? {}) as { referenceId?: string };
      if (!referenceId) return { referenceId: null, message: 'Include a reference ID for each record in the request.' };
      if (seen.has(referenceId)) return { referenceId, message: 'Duplicate ReferenceId provided in the request.' };
      seen.add(referenceId);
      if (level > mostLevels)
        return { referenceId, message: `The request cannot have records more than ${mostLevels} levels deep.` };
      if (seen.size > mostRecords)
        return { referenceId, message: `The request cannot contain more than ${mostRecords} records.` };
      const found = visit(Object.values(record).flatMap(childrenIn), level + 1);
      if (found) return found;
    }
    return undefined;
  };
  return visit(records, 1);
}

/** The records below a child relationship; any other value has none. */
function childrenIn(value: unknown): InputRecord[] {
  const nested = (value as { records?: InputRecord[] } | null)?.records;
  return Array.isArray(nested) ? nested : [];
}

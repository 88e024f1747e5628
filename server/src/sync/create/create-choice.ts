import type { OnMatch } from '@lockstep/contract/flow.ts';

/** How people become leads. */
export interface CreateChoice {
  /** A user or queue; null leaves it to the assignment rules of the org. */
  ownerId: string | null;
  onMatch: OnMatch;
  /** For one person: the record it is linked to. */
  linkTo?: string | null;
}

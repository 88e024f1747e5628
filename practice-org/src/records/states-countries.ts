import type { Problem } from '../api-error.ts';
import type { OrgContext } from '../org-context.ts';
import type { Draft } from './prepare.ts';
import type { SaveContext } from './save-context.ts';

/** Countries with the names of their states; none listed: the country has no states. */
export type StatesOfCountries = Record<string, string[]>;

const statesOf = ({ settings }: OrgContext) => settings.get<StatesOfCountries | null>('stateCountryPicklists', null);

export const hasAddressPicklists = (org: OrgContext): boolean => statesOf(org) !== null;

const addresses = ['', 'Mailing', 'Other', 'Billing', 'Shipping'];

/**
 * State and country picklists, where the org has turned them on (setting `stateCountryPicklists`): an address may only name those that are
 * listed, and a state only with its country.
 * https://help.salesforce.com/s/articleView?id=sf.admin_state_country_picklists_overview.htm
 */
export function checkStatesAndCountries(
  { org, object }: SaveContext,
  drafts: readonly Draft[],
  storedOf: (draft: Draft) => Record<string, unknown> | undefined,
): void {
  const known = statesOf(org);
  if (!known) return;
  for (const draft of drafts) {
    const whole = { ...storedOf(draft), ...draft.values };
    for (const prefix of addresses) {
      const [country, state] = [`${prefix}Country`, `${prefix}State`];
      if (!object.field(country) || !(country in draft.values || state in draft.values)) continue;
      const problem = check(known, whole[country], whole[state], [country, state]);
      if (problem) draft.problems.push(problem);
    }
  }
}

function check(
  known: StatesOfCountries,
  country: unknown,
  state: unknown,
  [countryField, stateField]: [string, string],
): Problem | undefined {
  const isBlank = (value: unknown) => value === null || value === undefined;
  if (!isBlank(country) && !(String(country) in known)) return refusal('country', countryField);
  if (isBlank(state)) return undefined;
  if (isBlank(country))
    return {
      statusCode: 'FIELD_INTEGRITY_EXCEPTION',
      message: 'A country/territory must be specified before specifying a state value for field: State/Province',
      fields: [stateField],
    };
  return known[String(country)]?.includes(String(state)) ? undefined : refusal('state', stateField);
}

function refusal(what: 'country' | 'state', field: string): Problem {
  const message = `There's a problem with this ${what}, even though it may appear correct. Please select a ${what} from the list of valid ${what === 'state' ? 'states' : 'countries'}.`;
  return { statusCode: 'FIELD_INTEGRITY_EXCEPTION', message, fields: [field] };
}

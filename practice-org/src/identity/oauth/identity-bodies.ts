import { newestVersion } from '../../rest/request.ts';
import type { OrgUser } from '../org-user.ts';
import { identityUrl } from './token-response.ts';

/** `latest` in the identity URL's query stands for this. */
const latestVersion = `${newestVersion}.0`;

/** What the identity URL answers. Its own address names the login host; the addresses to call are on this server. */
export function identityBody(user: OrgUser, host: string, baseUrl: string, version: string | undefined): object {
  return {
    id: identityUrl(host, user),
    asserted_user: true,
    user_id: user.id,
    organization_id: user.organizationId,
    username: user.username,
    nick_name: user.nickname ?? user.alias ?? user.username,
    display_name: user.name,
    email: user.email,
    email_verified: true,
    first_name: user.firstName,
    last_name: user.lastName,
    timezone: user.timeZone,
    photos: photos(baseUrl),
    addr_street: null,
    addr_city: null,
    addr_state: null,
    addr_country: null,
    addr_zip: null,
    mobile_phone: null,
    mobile_phone_verified: false,
    is_lightning_login_user: false,
    status: { created_date: null, body: null },
    urls: urls(user, baseUrl, version),
    active: user.isActive,
    user_type: user.userType.toUpperCase(),
    language: user.language,
    locale: user.locale,
    utcOffset: utcOffset(user.timeZone),
    last_modified_date: salesforceTime(user.modifiedAt),
    is_app_installed: true,
  };
}

export function userInfoBody(user: OrgUser, host: string, baseUrl: string): object {
  return {
    sub: identityUrl(host, user),
    user_id: user.id,
    organization_id: user.organizationId,
    preferred_username: user.username,
    nickname: user.nickname ?? user.alias ?? user.username,
    name: user.name,
    email: user.email,
    email_verified: true,
    given_name: user.firstName,
    family_name: user.lastName,
    zoneinfo: user.timeZone,
    photos: photos(baseUrl),
    profile: `${baseUrl}/${user.id}`,
    picture: photos(baseUrl).picture,
    address: {},
    urls: urls(user, baseUrl, undefined),
    active: user.isActive,
    user_type: user.userType.toUpperCase(),
    language: user.language,
    locale: user.locale,
    utcOffset: utcOffset(user.timeZone),
    updated_at: salesforceTime(user.modifiedAt),
    is_app_installed: true,
  };
}

/** `{version}` stays in the addresses unless the client asks for one. */
function urls(user: OrgUser, baseUrl: string, version: string | undefined): Record<string, string> {
  const chosen = version === 'latest' ? latestVersion : /^\d\d\.\d$/.test(version ?? '') ? version : '{version}';
  const organization = user.organizationId.slice(0, 15);
  const data = `${baseUrl}/services/data/v${chosen}/`;
  return {
    enterprise: `${baseUrl}/services/Soap/c/${chosen}/${organization}`,
    metadata: `${baseUrl}/services/Soap/m/${chosen}/${organization}`,
    partner: `${baseUrl}/services/Soap/u/${chosen}/${organization}`,
    rest: data,
    sobjects: `${data}sobjects/`,
    search: `${data}search/`,
    query: `${data}query/`,
    recent: `${data}recent/`,
    tooling_soap: `${baseUrl}/services/Soap/T/${chosen}/${organization}`,
    tooling_rest: `${data}tooling/`,
    profile: `${baseUrl}/${user.id}`,
    feeds: `${data}chatter/feeds`,
    groups: `${data}chatter/groups`,
    users: `${data}chatter/users`,
    feed_items: `${data}chatter/feed-items`,
    feed_elements: `${data}chatter/feed-elements`,
    custom_domain: baseUrl,
  };
}

function photos(baseUrl: string): { picture: string; thumbnail: string } {
  return { picture: `${baseUrl}/profilephoto/005/F`, thumbnail: `${baseUrl}/profilephoto/005/T` };
}

/** Milliseconds between UTC and standard time in this zone: January's, which in the south is the summer one. */
function utcOffset(timeZone: string): number {
  const january = new Date(Date.UTC(2024, 0, 15, 12));
  const july = new Date(Date.UTC(2024, 6, 15, 12));
  return Math.min(offsetAt(timeZone, january), offsetAt(timeZone, july));
}

function offsetAt(timeZone: string, moment: Date): number {
  const name = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' })
    .formatToParts(moment)
    .find((part) => part.type === 'timeZoneName')?.value;
  const [, sign, hours = '0', minutes = '0'] = /GMT([+-])(\d+):(\d+)/.exec(name ?? '') ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

function salesforceTime(time: Date): string {
  return time.toISOString().replace('Z', '+0000');
}

import type { Told } from '@lockstep/contract/common.ts';
import { LockstepError } from '../errors.ts';
import { told } from '../told.ts';

/**
 * Domains that only Salesforce hands out: login hosts, My Domains (`acme.my.salesforce.com`), sandboxes
 * (`acme--dev.sandbox.my.salesforce.com`), older instances, the government and the China cloud
 * (help.salesforce.com "My Domain URL Formats", "Salesforce on Alibaba Cloud").
 */
const salesforceDomains = ['salesforce.com', 'force.com', 'cloudforce.com', 'salesforce.mil', 'sfcrmproducts.cn'];

/** The two hosts that belong to one kind of org each; a My Domain says nothing to us about its kind. */
const environmentHosts = { production: 'login.salesforce.com', sandbox: 'test.salesforce.com' } as const;

export type Environment = keyof typeof environmentHosts;

/**
 * The URL, when it may be called: https on a Salesforce domain, or a host that the operator allows (`host` or
 * `host:port`, http too). Everything else is refused, also when Salesforce itself names it (SPEC SEC-4).
 */
export function allowedUrl(address: string, allowedHosts: readonly string[]): URL {
  const url = parse(address);
  if (url.username || url.password) throw refused(told`${url.hostname}: it contains a user name or password.`);
  if (isListed(url, allowedHosts)) return url;
  if (!isSalesforceHost(url)) throw refused(told`${url.host}: it is not a Salesforce domain.`);
  if (url.protocol !== 'https:') throw refused(told`${url.host}: it must start with https://.`);
  return url;
}

export const pubSubApi = 'https://api.pubsub.salesforce.com:7443';

/** The hosts of the Pub/Sub API, one for each part of the world (Pub/Sub API Endpoints). */
const eventsHost = /^api(\.[a-z]+)?\.pubsub\.salesforce\.com$/;

/**
 * Where the change events of an org come from, when it may be called (SEC-4): a host that the operator allows, or the Pub/Sub
 * API of Salesforce, and the latter for orgs of Salesforce only: it gets the session in every call.
 */
export function eventsUrl(address: string, instanceUrl: string, allowedHosts: readonly string[]): URL {
  const url = parse(address);
  if (isListed(url, allowedHosts)) return url;
  if (url.protocol !== 'https:' || !eventsHost.test(url.hostname))
    throw refused(told`${url.host}: it is not a Pub/Sub API of Salesforce.`);
  if (!isSalesforceHost(parse(instanceUrl)))
    throw refused(
      told`${url.host}: the org is not one of Salesforce; set LOCKSTEP_PUBSUB_URL to the address of its own Pub/Sub API.`,
    );
  return url;
}

/** Which kind of org a login address is for, or null for a My Domain or any other host. */
export function environmentOf(loginUrl: string): Environment | null {
  const { hostname } = parse(loginUrl);
  if (hostname === environmentHosts.production) return 'production';
  if (hostname === environmentHosts.sandbox) return 'sandbox';
  return null;
}

/** The login address of the other kind of org, or null when the address does not say which kind it is. */
export function otherEnvironment(loginUrl: string): string | null {
  const environment = environmentOf(loginUrl);
  if (!environment) return null;
  return `https://${environmentHosts[environment === 'sandbox' ? 'production' : 'sandbox']}`;
}

function isListed(url: URL, allowedHosts: readonly string[]): boolean {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return false;
  return allowedHosts.some((allowed) => {
    const entry = allowed.trim().toLowerCase();
    return entry !== '' && (entry === url.hostname || entry === hostWithPort(url));
  });
}

function isSalesforceHost(url: URL): boolean {
  if (url.port !== '') return false;
  return salesforceDomains.some((domain) => url.hostname.endsWith(`.${domain}`));
}

function hostWithPort(url: URL): string {
  return `${url.hostname}:${url.port || (url.protocol === 'https:' ? '443' : '80')}`;
}

function parse(address: string): URL {
  if (URL.canParse(address)) return new URL(address);
  throw new LockstepError(
    'sf/host-not-allowed',
    told`It is not a complete address such as https://login.salesforce.com.`,
  );
}

function refused(why: Told): LockstepError {
  return new LockstepError('sf/host-not-allowed', why);
}

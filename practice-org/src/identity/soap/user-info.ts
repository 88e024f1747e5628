import type { IdentitySettings } from '../identity-settings.ts';
import type { OrgUser } from '../org-user.ts';
import { nil, type XmlElement } from './soap-envelope.ts';

/** Two elements came later than the oldest recordings, which are of version 29. The partner WSDL of 47 has them. */
const versionWithNewElements = 40;

/** GetUserInfoResult; the order of its elements is that of the WSDL. */
export function userInfo(user: OrgUser, settings: IdentitySettings, version: string): XmlElement {
  const isNewer = Number(version) >= versionWithNewElements;
  return {
    accessibilityMode: false,
    ...(isNewer && { chatterExternal: false }),
    currencySymbol: '$',
    orgAttachmentFileSizeLimit: 5_242_880,
    orgDefaultCurrencyIsoCode: 'USD',
    ...(isNewer && { orgDefaultCurrencyLocale: 'en_US' }),
    orgDisallowHtmlAttachments: false,
    orgHasPersonAccounts: false,
    organizationId: user.organizationId,
    organizationMultiCurrency: false,
    organizationName: user.organizationName,
    profileId: user.profileId,
    roleId: nil,
    sessionSecondsValid: settings.sessionSeconds,
    userDefaultCurrencyIsoCode: nil,
    userEmail: user.email ?? '',
    userFullName: user.name,
    userId: user.id,
    userLanguage: user.language,
    userLocale: user.locale,
    userName: user.username,
    userTimeZone: user.timeZone,
    userType: user.userType,
    userUiSkin: 'Theme3',
  };
}

import { identitySettings } from '../identity-settings.ts';
import { findUserById } from '../org-user.ts';
import type { SoapCall } from './soap-call.ts';
import type { XmlElement } from './soap-envelope.ts';
import { invalidSession } from './soap-fault.ts';
import { userInfo } from './user-info.ts';

export async function getUserInfo(call: SoapCall): Promise<XmlElement> {
  const { caller } = await call.session();
  const user = await findUserById(call.org.pool, caller.userId);
  if (!user) throw invalidSession();
  return { result: userInfo(user, await identitySettings(call.org.pool), call.version) };
}

import type { SoapCall } from './soap-call.ts';
import type { XmlElement } from './soap-envelope.ts';

export async function logout(call: SoapCall): Promise<XmlElement> {
  await call.session();
  await call.sessions.end(call.sessionId);
  return {};
}

import type { SoapCall } from './soap-call.ts';
import type { XmlElement } from './soap-envelope.ts';

export async function getServerTimestamp(call: SoapCall): Promise<XmlElement> {
  await call.session();
  return { result: { timestamp: call.org.clock.instant().toISOString() } };
}

import type { IdentityOrg } from '../identity-org.ts';
import type { Session, SessionStore } from '../session-store.ts';
import type { AnswerExtras, SoapApi, SoapRequest, XmlElement } from './soap-envelope.ts';

export interface SoapCall extends SoapRequest {
  org: IdentityOrg;
  sessions: SessionStore;
  api: SoapApi;
  /** As in the path: `64.0`. */
  version: string;
  sessionId: string;
  /** The caller's session; throws the fault of an expired one. */
  session(): Promise<Session>;
  /** What the answer has beyond its result. */
  answer: AnswerExtras;
}

/** Answers one SOAP operation with the content of its `…Response` element. */
export type SoapOperation = (call: SoapCall) => Promise<XmlElement>;

/** An open session: what every call needs, and what the login told about the org. */
export interface Session {
  accessToken: string;
  instanceUrl: string;
  /** null when the answer to the login does not name the user. */
  userId: string | null;
  /** null when the answer to the login does not say. */
  isSandbox: boolean | null;
}

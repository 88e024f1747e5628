/** Who makes a request. */
export interface Caller {
  userId: string;
  profileId: string;
  username: string;
  organizationId: string;
}

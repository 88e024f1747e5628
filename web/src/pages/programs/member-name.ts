import type { ProgramMemberView } from '@lockstep/contract/programs.ts';

/** How a member is called where it has to have a name: the e-mail address, or its number, without one. */
export function memberName(member: ProgramMemberView | undefined): string {
  return member ? (member.name ?? member.email ?? `#${member.personId}`) : '';
}

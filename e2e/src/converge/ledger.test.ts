import { expect, test } from 'vitest';
import { Ledger, membership, noMember } from './ledger.ts';

/** The model of the random histories knows the rules itself (SYN-5, SYN-8, SYN-9), so that it can tell a lost edit. */

const nobodyWaits = new Set<string>();
const lead = () => 'Lead' as const;
const contact = () => 'Contact' as const;

function bothWrote(): Ledger {
  const ledger = new Ledger();
  ledger.write('a', 'title', 'here', 'ours');
  ledger.write('a', 'title', 'there', 'theirs');
  return ledger;
}

test('written on one side, the last value stands; on both, the policy of the object decides (SYN-5)', () => {
  expect(bothWrote().expected('a', 'title', lead)).toEqual(['ours']);
  expect(bothWrote().expected('a', 'title', contact)).toEqual(['theirs']);
  const ledger = bothWrote();
  ledger.agree(nobodyWaits, new Set(), contact);
  ledger.write('a', 'title', 'here', 'later');
  expect(ledger.expected('a', 'title', contact)).toEqual(['later']);
});

test('where something may have gone across between the writes, either may stand; what waits is not agreed yet', () => {
  const ledger = new Ledger();
  ledger.write('a', 'title', 'here', 'ours');
  ledger.mayExchange();
  ledger.write('a', 'title', 'there', 'theirs');
  ledger.agree(new Set(['a']), new Set(), lead);
  expect(ledger.expected('a', 'title', lead)).toEqual(['ours', 'theirs']);
});

test('a winner keeps what was written to it, and memberships are united (SYN-8)', () => {
  const ledger = new Ledger();
  ledger.write('winner', 'phone', 'here', '1');
  ledger.write('winner', membership('c'), 'here', 'Sent');
  ledger.write('loser', 'phone', 'here', '2');
  ledger.takesOver('winner', 'loser');
  expect(ledger.expected('loser', 'phone', lead)).toEqual(['1']);
  expect(ledger.expected('winner', membership('c'), lead)).toBeNull();
});

test('a winner may stay a member by its loser, until both sides know of the merge (SYN-8, PRG)', () => {
  const ledger = new Ledger();
  ledger.takesOver('winner', 'loser');
  ledger.write('winner', membership('c'), 'here', noMember);
  expect(ledger.expected('winner', membership('c'), lead)).toBeNull();
  ledger.agree(nobodyWaits, new Set(), lead);
  ledger.write('winner', membership('c'), 'here', noMember);
  expect(ledger.expected('winner', membership('c'), lead)).toEqual([noMember]);
});

test('a contact has what its lead was told; where it was a contact before, only what is written from then on (SYN-9)', () => {
  const ledger = new Ledger();
  ledger.write('lead', 'phone', 'here', '1');
  ledger.becomes('lead', 'new contact');
  expect(ledger.expected('new contact', 'phone', contact)).toEqual(['1']);
  ledger.joins('old contact', 'lead');
  expect(ledger.expected('old contact', 'phone', contact)).toBeNull();
  ledger.write('lead', 'phone', 'here', '2');
  expect(ledger.expected('old contact', 'phone', contact)).toEqual(['2']);
});

test('of records that nobody knows to be one, nothing is expected until that is known', () => {
  const ledger = bothWrote();
  ledger.doubts(['a', 'b']);
  ledger.write('b', 'title', 'here', 'ignored');
  expect(ledger.expected('b', 'title', lead)).toBeNull();
  ledger.endDoubts();
  ledger.write('b', 'title', 'here', 'known');
  expect(ledger.expected('b', 'title', lead)).toEqual(['known']);
});

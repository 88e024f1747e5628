import { idDigits, idPod } from '../ids.ts';

/**
 * Record ids in SQL, so that a million rows get theirs without leaving PostgreSQL.
 * An id is 15 characters: key prefix (3), pod (2), a reserved zero, nine base-62 digits of one sequence; three more make
 * it safe where upper and lower case are not told apart. The digits ascend in byte order, hence `collate "C"` on columns.
 */

const digit = (place: number) =>
  `substr('${idDigits}', (number / ${(62n ** BigInt(place)).toString()}::bigint % 62)::int + 1, 1)`;

const upperBit = (position: number, weight: number) =>
  `case when ascii(substr(id15, ${position}, 1)) between 65 and 90 then ${weight} else 0 end`;

const checkCharacter = (first: number) =>
  `substr('ABCDEFGHIJKLMNOPQRSTUVWXYZ012345', ${[0, 1, 2, 3, 4].map((i) => upperBit(first + i, 1 << i)).join(' + ')} + 1, 1)`;

export const idFunctions = `
create sequence if not exists setup.record_number start 20000001;

create or replace function setup.check_characters(id15 text) returns text language plpgsql immutable parallel safe as $$
begin
  return ${[1, 6, 11].map(checkCharacter).join(' || ')};
end $$;

create or replace function setup.id15(prefix text, number bigint) returns text language plpgsql immutable parallel safe as $$
begin
  return prefix || '${idPod}' || ${[8, 7, 6, 5, 4, 3, 2, 1, 0].map(digit).join(' || ')};
end $$;

create or replace function setup.id18(prefix text, number bigint) returns text language plpgsql immutable parallel safe as $$
declare id text := setup.id15(prefix, number);
begin
  return id || setup.check_characters(id);
end $$;

create or replace function setup.new_id(prefix text) returns text language plpgsql volatile as $$
begin
  return setup.id18(prefix, nextval('setup.record_number'));
end $$;
`;

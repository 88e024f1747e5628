import { Anchor } from '@mantine/core';
import { Link } from 'react-router';

/** A person by its id. */
export function PersonLink({ id }: { id: number }) {
  return (
    <Anchor component={Link} to={`/database/people/${id}`} size="sm">
      {id}
    </Anchor>
  );
}

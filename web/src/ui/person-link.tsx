import { Anchor } from '@mantine/core';
import { Link } from 'react-router';
import { routes } from '../routes.tsx';

const page = '/database/people/:id';

/** A person by its id; a link where this version has a page for people. */
export function PersonLink({ id }: { id: number }) {
  if (!routes.some(({ path }) => path === page)) return id;
  return (
    <Anchor component={Link} to={page.replace(':id', String(id))} size="sm">
      {id}
    </Anchor>
  );
}

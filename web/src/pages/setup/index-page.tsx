import { Skeleton } from '@mantine/core';
import { Navigate } from 'react-router';
import { useSetup } from '../../api/setup.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { pathOf, stepToDo } from './steps.ts';

/** Where the set-up goes on. */
export default function SetupIndexPage() {
  const { data: setup, error } = useSetup();
  if (error) return <ErrorNotice error={error} />;
  return setup ? <Navigate to={pathOf(stepToDo(setup.state))} replace /> : <Skeleton h={320} />;
}

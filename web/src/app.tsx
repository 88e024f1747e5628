import { Center, Loader } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api } from './api/client.ts';
import { FirstStartPage } from './pages/first-start-page.tsx';
import { SignInPage } from './pages/sign-in-page.tsx';
import { StatusPage } from './pages/status-page.tsx';
import { strings } from './strings.ts';
import { ErrorNotice } from './ui/error-notice.tsx';
import { Frame } from './ui/frame.tsx';

/** The page that fits: the first start of a server, signing in, or the status. */
export function App() {
  const session = useQuery({ queryKey: ['session'], queryFn: api.session });
  const firstStart = useQuery({ queryKey: ['first-start'], queryFn: api.firstStart });
  const error = session.error ?? firstStart.error;

  if (error) {
    return (
      <Frame>
        <ErrorNotice error={error} onRetry={() => void Promise.all([session.refetch(), firstStart.refetch()])} />
      </Frame>
    );
  }
  if (session.data === undefined || firstStart.data === undefined) {
    return (
      <Center h="100vh">
        <Loader aria-label={strings.loading} />
      </Center>
    );
  }
  if (session.data) return <StatusPage session={session.data} practiceOrgUrl={firstStart.data.practiceOrgUrl} />;
  return firstStart.data.adminExists ? <SignInPage /> : <FirstStartPage />;
}

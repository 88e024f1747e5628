import { Center, Loader } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { BrowserRouter } from 'react-router';
import { readFirstStart, readSession } from './api/session.ts';
import { FirstStartPage } from './pages/first-start-page.tsx';
import { SignInPage } from './pages/sign-in-page.tsx';
import { SessionContext } from './session.tsx';
import { EntranceFrame } from './ui/entrance-frame.tsx';
import { ErrorNotice } from './ui/error-notice.tsx';
import { Frame } from './ui/frame.tsx';
import { Pages } from './ui/pages.tsx';

/** What fits: the first start of a server, signing in, or the application. */
export function App() {
  const { t } = useTranslation();
  const session = useQuery({ queryKey: ['session'], queryFn: readSession });
  const firstStart = useQuery({ queryKey: ['first-start'], queryFn: readFirstStart });
  const error = session.error ?? firstStart.error;

  if (error) {
    return (
      <EntranceFrame>
        <ErrorNotice error={error} onRetry={() => void Promise.all([session.refetch(), firstStart.refetch()])} />
      </EntranceFrame>
    );
  }
  if (session.data === undefined || firstStart.data === undefined) {
    return (
      <Center h="100vh">
        <Loader aria-label={t('loading')} />
      </Center>
    );
  }
  if (!session.data) return firstStart.data.adminExists ? <SignInPage /> : <FirstStartPage />;
  return (
    <SessionContext value={session.data}>
      <BrowserRouter>
        <Frame>
          <Pages />
        </Frame>
      </BrowserRouter>
    </SessionContext>
  );
}

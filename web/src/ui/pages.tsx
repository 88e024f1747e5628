import { Skeleton } from '@mantine/core';
import { Suspense } from 'react';
import { Navigate, Route, Routes, useLocation } from 'react-router';
import { NotAllowedPage } from '../pages/not-allowed-page.tsx';
import { NotFoundPage } from '../pages/not-found-page.tsx';
import { firstPage, type PageRoute, routes } from '../routes.tsx';
import { useMay } from '../session.tsx';
import { ErrorBoundary } from './error-boundary.tsx';

/** The page that the address names. One that breaks leaves the frame standing. */
export function Pages() {
  const { pathname } = useLocation();
  return (
    <ErrorBoundary key={pathname}>
      <Suspense fallback={<Skeleton h={240} />}>
        <Routes>
          <Route path="/" element={<Navigate to={firstPage} replace />} />
          {routes.map((route) => (
            <Route key={route.path} path={route.path} element={<Guarded route={route} />} />
          ))}
          <Route path="*" element={<NotFoundPage />} />
        </Routes>
      </Suspense>
    </ErrorBoundary>
  );
}

function Guarded({ route: { Page, role = 'viewer' } }: { route: PageRoute }) {
  return useMay(role) ? <Page /> : <NotAllowedPage role={role} />;
}

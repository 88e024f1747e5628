import { Skeleton } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { Navigate, Route, Routes, useLocation, useParams } from 'react-router';
import { NotAllowedPage } from '../pages/not-allowed-page.tsx';
import { NotFoundPage } from '../pages/not-found-page.tsx';
import { firstPage, routes } from '../routes.tsx';
import { useMay } from '../session.tsx';
import { ErrorBoundary } from './error-boundary.tsx';

const pages = routes.map((route) => ({ ...route, Page: lazy(route.load) }));

/** The page that the address names. One that breaks leaves the frame standing. */
export function Pages() {
  const { pathname } = useLocation();
  return (
    <ErrorBoundary key={pathname}>
      <Suspense fallback={<Skeleton h={240} />}>
        <Routes>
          <Route path="/" element={<Navigate to={firstPage} replace />} />
          {pages.map((page) => (
            <Route key={page.path} path={page.path} element={<Guarded {...page} />} />
          ))}
          <Route path="*" element={<NotFoundPage />} />
        </Routes>
      </Suspense>
    </ErrorBoundary>
  );
}

const wholeNumber = /^[1-9]\d{0,14}$/;

function Guarded({ Page, role = 'viewer' }: (typeof pages)[number]) {
  const { id = '1' } = useParams();
  const may = useMay(role);
  if (!wholeNumber.test(id)) return <NotFoundPage />;
  return may ? <Page /> : <NotAllowedPage role={role} />;
}

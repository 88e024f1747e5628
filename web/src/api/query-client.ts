import { QueryClient } from '@tanstack/react-query';
import { ApiError } from './client.ts';

export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      // What the server refused, it refuses again; only what did not arrive is worth another try.
      queries: { retry: (failures, error) => failures < 3 && !(error instanceof ApiError && isRefusal(error)) },
    },
  });
}

function isRefusal({ status }: ApiError): boolean {
  return status >= 400 && status < 500;
}

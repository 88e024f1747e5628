import type { StatusView } from '@lockstep/contract/status.ts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { get } from './client.ts';

const key = ['status'];
const closedRetryMs = 5000;

/** The status, as the live events keep it; asked for once, in case they are slow to come. */
export function useStatus(): { status: StatusView | undefined; error: Error | null } {
  const { data: status, error } = useQuery({ queryKey: key, queryFn: () => get<StatusView>('/admin/status') });
  return { status, error };
}

/** Keeps the status live by the server's events, for all pages; false while the connection is lost. Once, in the frame. */
export function useLiveStatus(): boolean {
  const client = useQueryClient();
  const [live, setLive] = useState(true);

  useEffect(() => {
    let retry: number | undefined;
    let stream: EventSource;
    const open = () => {
      stream = new EventSource('/admin/status/events');
      stream.onopen = () => setLive(true);
      stream.onmessage = async ({ data }) => {
        // An answer that is still on its way is older than this event and must not replace it.
        await client.cancelQueries({ queryKey: key });
        client.setQueryData(key, JSON.parse(data) as StatusView);
      };
      stream.onerror = () => {
        setLive(false);
        // The browser reconnects by itself unless the answer was no stream at all: the session may have ended.
        if (stream.readyState !== EventSource.CLOSED) return;
        void client.invalidateQueries({ queryKey: ['session'] });
        retry = window.setTimeout(open, closedRetryMs);
      };
    };
    open();
    return () => {
      window.clearTimeout(retry);
      stream.close();
    };
  }, [client]);

  return live;
}

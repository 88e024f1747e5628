import type { NotificationView } from '@lockstep/contract/notifications.ts';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { get, post } from './client.ts';

const key = ['notifications'];
const mostShown = 100;
const refreshMs = 30_000;

/** What needs attention, newest first (OPS-4). */
export const useNotifications = () =>
  useQuery({
    queryKey: key,
    queryFn: async () =>
      (await get<{ notifications: NotificationView[] }>('/admin/notifications', { limit: mostShown })).notifications,
    refetchInterval: refreshMs,
  });

/** Those that were dismissed or whose cause is gone, too. */
export const useNotificationHistory = (all: boolean) =>
  useQuery({
    queryKey: [...key, 'history', all],
    queryFn: async () =>
      (await get<{ notifications: NotificationView[] }>('/admin/notifications', { all, limit: 1000 })).notifications,
    placeholderData: keepPreviousData,
  });

export const useReadNotification = () => useChange('read');
export const useDismissNotification = () => useChange('dismiss');

function useChange(verb: 'read' | 'dismiss') {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => post(`/admin/notifications/${id}/${verb}`),
    onSuccess: () => queries.invalidateQueries({ queryKey: key }),
  });
}

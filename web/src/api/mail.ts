import type { MailChoice, MailView, TestMailResult } from '@lockstep/contract/mail.ts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { get, post, put } from './client.ts';

const key = ['mail'];
const refreshMs = 10_000;

/** What one is told by e-mail. */
export const useMail = () =>
  useQuery({ queryKey: key, queryFn: () => get<MailView>('/admin/notifications/mail'), refetchInterval: refreshMs });

export function useChooseMail() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (choice: MailChoice) => put<MailView>('/admin/notifications/mail', choice),
    onSuccess: (mail) => queries.setQueryData(key, mail),
  });
}

export const useTestMail = () =>
  useMutation({ mutationFn: () => post<TestMailResult>('/admin/notifications/test-mail', {}) });

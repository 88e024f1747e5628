import type {
  ChannelInput,
  ChannelView,
  LinkInput,
  MemberFieldInput,
  MemberFieldView,
  MemberInput,
  MembersChanged,
  ProgramChanges,
  ProgramInput,
  ProgramMemberPage,
  ProgramPage,
  ProgramView,
  StatusComparison,
} from '@lockstep/contract/programs.ts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { get, patch, post, put, type Query, remove } from './client.ts';
import { usePaged } from './paged.ts';
import { peopleKey } from './people.ts';
import { useStatus } from './use-status.ts';

const key = ['programs'];

/** Programs, their members, their campaigns, and what all programs share (PRG). */
export const usePrograms = (query: Query) => usePaged<ProgramPage>([...key, 'list'], '/admin/programs', query);
export const useProgram = (id: number) =>
  useQuery({ queryKey: [...key, id], queryFn: () => get<ProgramView>(`/admin/programs/${id}`) });
export const useMembers = (id: number, query: Query) =>
  usePaged<ProgramMemberPage>([...key, id, 'members'], `/admin/programs/${id}/members`, query);

export const useChannels = () =>
  useQuery({
    queryKey: [...key, 'channels'],
    queryFn: async () => (await get<{ channels: ChannelView[] }>('/admin/channels')).channels,
  });
export const useMemberFields = () =>
  useQuery({
    queryKey: [...key, 'member-fields'],
    queryFn: async () => (await get<{ fields: MemberFieldView[] }>('/admin/member-fields')).fields,
  });

/** The statuses of both sides, as Salesforce has them when it is asked: that is an API call, so only when somebody wants it. */
export const useComparison = (id: number, campaignId: string, atOnce: boolean) =>
  useQuery({
    queryKey: ['status-comparison', id, campaignId],
    queryFn: () => get<StatusComparison>(`/admin/programs/${id}/compare`, { campaignId }),
    enabled: atOnce && campaignId !== '',
  });

export const useCreateProgram = () =>
  useProgramsChange((input: ProgramInput) => post<ProgramView>('/admin/programs', input));
export const useChangeProgram = (id: number) =>
  useProgramsChange((changes: ProgramChanges) => patch<ProgramView>(`/admin/programs/${id}`, changes));
export const useSetMembers = (id: number) =>
  useProgramsChange((members: MemberInput[]) => post<MembersChanged>(`/admin/programs/${id}/members`, { members }));
export const useRemoveMembers = (id: number) =>
  useProgramsChange((personIds: number[]) =>
    post<{ removed: number }>(`/admin/programs/${id}/members/remove`, { personIds }),
  );
export const useLinkProgram = (id: number) =>
  useProgramsChange((input: LinkInput) => post<ProgramView>(`/admin/programs/${id}/link`, input));
export const useUnlinkProgram = (id: number) =>
  useProgramsChange(() => post<ProgramView>(`/admin/programs/${id}/unlink`));

export const useDeleteProgram = (id: number) => useProgramsChange(() => remove(`/admin/programs/${id}`));

export const useRemoveMemberField = () =>
  useProgramsChange((name: string) => remove(`/admin/member-fields/${encodeURIComponent(name)}`));

export const useSaveChannel = () =>
  useProgramsChange(({ id, ...input }: ChannelInput & { id?: number }) =>
    id ? put<ChannelView>(`/admin/channels/${id}`, input) : post<ChannelView>('/admin/channels', input),
  );
export const useCreateMemberField = () =>
  useProgramsChange((input: MemberFieldInput) => post('/admin/member-fields', input));
export const useMapMemberField = () =>
  useProgramsChange(({ name, salesforceField }: Pick<MemberFieldView, 'name' | 'salesforceField'>) =>
    put(`/admin/member-fields/${encodeURIComponent(name)}/mapping`, { salesforceField }),
  );

/** What a cycle may have changed is read again once it has ended. */
export function useProgramsInStep(): void {
  const queries = useQueryClient();
  const { status } = useStatus();
  const syncedAt = status?.lastSyncedAt;
  const known = useRef(syncedAt);
  useEffect(() => {
    if (known.current !== undefined && known.current !== syncedAt) void queries.invalidateQueries({ queryKey: key });
    known.current = syncedAt;
  }, [queries, syncedAt]);
}

function useProgramsChange<Input, Answer>(mutationFn: (input: Input) => Promise<Answer>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn,
    onSuccess: () =>
      Promise.all([key, peopleKey, ['status-comparison']].map((queryKey) => queries.invalidateQueries({ queryKey }))),
  });
}

import type { NewUser, PasswordChange, UserChange } from '@lockstep/contract/session.ts';
import type { UserList, UserView } from '@lockstep/contract/users.ts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { get, patch, post, put } from './client.ts';

const key = ['users'];

export const useUsers = () =>
  useQuery({ queryKey: key, queryFn: async () => (await get<UserList>('/admin/users')).users });

export const useCreateUser = () => useUsersChange((user: NewUser) => post<UserView>('/admin/users', user));
export const useChangeUser = () =>
  useUsersChange(({ id, ...change }: UserChange & { id: number }) => patch<UserView>(`/admin/users/${id}`, change));
export const useChangePassword = () =>
  useMutation({ mutationFn: (change: PasswordChange) => put('/admin/session/password', change) });

function useUsersChange<Input>(mutationFn: (input: Input) => Promise<UserView>) {
  const queries = useQueryClient();
  return useMutation({ mutationFn, onSuccess: () => queries.invalidateQueries({ queryKey: key }) });
}

import type {
  AddToCampaign,
  ChangeCampaignStatus,
  ChangeOwner,
  ConvertPerson,
  CreateTask,
  DeletePeople,
  FlowResult,
  MergePeople,
  RemoveFromCampaign,
  SyncPerson,
} from '@lockstep/contract/flow.ts';
import { post } from './client.ts';

const act = async (action: string, body: object) =>
  (await post<{ results: FlowResult[] }>(`/admin/people/${action}`, body)).results;

/** Flow actions: done when they answer, with an outcome for each person (FLW). */
export const syncPeople = (input: SyncPerson) => act('sync', input);
export const changeOwner = (input: ChangeOwner) => act('change-owner', input);
export const createTasks = (input: CreateTask) => act('create-task', input);
export const convertPeople = (input: ConvertPerson) => act('convert', input);
export const mergePeople = (input: MergePeople) => act('merge', input);
export const deletePeople = (input: DeletePeople) => act('delete', input);
export const addToCampaign = (input: AddToCampaign) => act('add-to-campaign', input);
export const changeCampaignStatus = (input: ChangeCampaignStatus) => act('change-campaign-status', input);
export const removeFromCampaign = (input: RemoveFromCampaign) => act('remove-from-campaign', input);

import type { PersonView } from '@lockstep/contract/people.ts';
import { Button, Menu } from '@mantine/core';
import { type ComponentType, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../ui/icons.tsx';
import { AddToProgramDialog } from './add-to-program-dialog.tsx';
import { AddToCampaignDialog, ChangeCampaignStatusDialog, RemoveFromCampaignDialog } from './campaign-dialogs.tsx';
import { ChangeOwnerDialog } from './change-owner-dialog.tsx';
import { ConvertDialog } from './convert-dialog.tsx';
import { CreateTaskDialog } from './create-task-dialog.tsx';
import { DeleteDialog } from './delete-dialog.tsx';
import type { DialogProps } from './flow-dialog.tsx';
import { MergeDialog } from './merge-dialog.tsx';
import { SyncDialog } from './sync-dialog.tsx';

const forSets = {
  sync: SyncDialog,
  owner: ChangeOwnerDialog,
  task: CreateTaskDialog,
  addToCampaign: AddToCampaignDialog,
  changeCampaignStatus: ChangeCampaignStatusDialog,
  removeFromCampaign: RemoveFromCampaignDialog,
  addToProgram: AddToProgramDialog,
  convert: ConvertDialog,
  delete: DeleteDialog,
} as const satisfies Record<string, ComponentType<DialogProps>>;

type Action = keyof typeof forSets | 'merge';
const actions: readonly Action[] = [
  'sync',
  'owner',
  'task',
  'addToCampaign',
  'changeCampaignStatus',
  'removeFromCampaign',
  'addToProgram',
  'convert',
  'merge',
  'delete',
];

/** What can be done with people, at once (FLW); merging needs the one that stays. */
export function FlowMenu({ ids, person }: { ids: number[]; person?: PersonView }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<Action | null>(null);
  const close = () => setOpen(null);
  const Dialog = open && open !== 'merge' ? forSets[open] : null;
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button rightSection={<Icon name="chevron" size={14} />}>{t('flow.menu')}</Button>
        </Menu.Target>
        <Menu.Dropdown>
          {actions
            .filter((action) => action !== 'merge' || person)
            .map((action) => (
              <Menu.Item key={action} onClick={() => setOpen(action)}>
                {t(`flow.${action}.name`)}
              </Menu.Item>
            ))}
        </Menu.Dropdown>
      </Menu>
      {Dialog && <Dialog ids={ids} onClose={close} />}
      {open === 'merge' && person && <MergeDialog winner={person} onClose={close} />}
    </>
  );
}

import type { ProgramView } from '@lockstep/contract/programs.ts';
import { Anchor, Button, Group, Paper, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useUnlinkProgram } from '../../api/programs.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { useMay } from '../../session.tsx';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { RecordLink } from '../../ui/record-link.tsx';
import { type Campaign, CampaignState } from './campaign-state.tsx';
import { LinkedComparison } from './linked-comparison.tsx';

/** The Salesforce campaign of a program: which, and how far both are in step; or the way to link one. */
export function CampaignSection({ program }: { program: ProgramView }) {
  const { campaign } = program;
  return (
    <Paper withBorder p="lg">
      {campaign ? <Linked program={program} campaign={campaign} /> : <NotLinked program={program} />}
    </Paper>
  );
}

function NotLinked({ program }: { program: ProgramView }) {
  const { t } = useTranslation();
  const admin = useMay('admin');
  return (
    <Stack gap="sm" align="flex-start">
      <Text size="sm">{t(admin ? 'programs.campaign.none' : 'programs.campaign.noneAskAdmin')}</Text>
      {admin && (
        <Button component={Link} to={`/programs/${program.id}/link`} variant="default">
          {t('programs.link.open')}
        </Button>
      )}
    </Stack>
  );
}

function Linked({ program, campaign }: { program: ProgramView; campaign: Campaign }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [admin, marketer] = [useMay('admin'), useMay('marketer')];
  const unlinking = useUnlinkProgram(program.id);
  return (
    <Stack gap="sm">
      <Group justify="space-between" align="flex-start" gap="sm">
        <Group gap="sm">
          <Text fw={600} component="span">
            <RecordLink sfdcId={campaign.sfdcId} label={campaign.name ?? undefined} />
          </Text>
          <CampaignState campaign={campaign} />
        </Group>
        {admin && (
          <ConfirmButton
            label={t('programs.unlink.submit')}
            title={t('programs.unlink.title', { program: program.name })}
            explanation={t('programs.unlink.explanation')}
            onConfirm={() => unlinking.mutate()}
            loading={unlinking.isPending}
            size="compact-sm"
          />
        )}
      </Group>
      <Text size="sm">
        {t(`programs.campaign.meaning.${campaign.state}`, { count: campaign.waiting })}{' '}
        <Text span c="dimmed">
          {t('programs.campaign.linkedAt', { when: format.moment(campaign.linkedAt, 0) })}
        </Text>
      </Text>
      {campaign.refused > 0 && (
        <Text size="sm">
          {t('programs.campaign.refused', { count: campaign.refused })}{' '}
          <Anchor component={Link} to="/salesforce/sync-errors" underline="always" inherit>
            {t('programs.campaign.seeErrors')}
          </Anchor>
        </Text>
      )}
      {unlinking.error && <ErrorNotice error={unlinking.error} />}
      {marketer && campaign.state !== 'deleted in Salesforce' && (
        <LinkedComparison program={program} campaignId={campaign.sfdcId} />
      )}
    </Stack>
  );
}

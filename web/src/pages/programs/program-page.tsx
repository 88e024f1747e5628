import type { ProgramView } from '@lockstep/contract/programs.ts';
import { Button, Group, SimpleGrid, Skeleton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { isMissing } from '../../api/client.ts';
import { useProgram, useProgramsInStep } from '../../api/programs.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { useMay } from '../../session.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Figure } from '../../ui/figure.tsx';
import { Page } from '../../ui/page.tsx';
import { Section } from '../../ui/section.tsx';
import { NotFoundPage } from '../not-found-page.tsx';
import { CampaignSection } from './campaign-section.tsx';
import { DeleteProgram } from './delete-program.tsx';
import { EditProgram } from './edit-program.tsx';
import { Members } from './members.tsx';
import { totalOf } from './program-fields.tsx';

/** One program: how it does, the campaign it is in step with, its members. */
export default function ProgramPage() {
  const { t } = useTranslation();
  const { data: program, error, refetch } = useProgram(Number(useParams().id));
  const [marketer, admin] = [useMay('marketer'), useMay('admin')];
  const [editing, edit] = useDisclosure();
  useProgramsInStep();
  if (isMissing(error)) return <NotFoundPage />;
  if (error || !program) {
    return (
      <Page title={t('programs.title')}>
        {error ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : <Skeleton h={400} />}
      </Page>
    );
  }
  return (
    <Page
      title={program.name}
      subtitle={[program.channel, program.description].filter(Boolean).join(' · ')}
      actions={
        <Group gap="sm">
          {admin && <DeleteProgram program={program} />}
          {marketer && (
            <Button variant="default" onClick={edit.open}>
              {t('programs.edit')}
            </Button>
          )}
        </Group>
      }
    >
      <Figures program={program} />
      <Section title={t('programs.campaign.title')}>
        <CampaignSection program={program} />
      </Section>
      <Section title={t('programs.members.title')}>
        <Members program={program} />
      </Section>
      {editing && <EditProgram program={program} onClose={edit.close} />}
    </Page>
  );
}

function Figures({ program: { members, successes, costs } }: { program: ProgramView }) {
  const { t } = useTranslation();
  const format = useFormat();
  const total = totalOf(costs);
  return (
    <SimpleGrid cols={{ base: 2, sm: 4 }}>
      <Figure label={t('programs.memberCount')} value={format.count(members)} />
      <Figure
        label={t('programs.successes')}
        value={format.count(successes)}
        note={members > 0 ? t('programs.ofMembers', { share: format.percent(successes / members) }) : undefined}
      />
      <Figure
        label={t('programs.costs.title')}
        value={costs.length > 0 ? format.amount(total) : '–'}
        note={costs.length > 0 ? t('programs.costs.months', { count: costs.length }) : undefined}
      />
      <Figure
        label={t('programs.costs.perSuccess')}
        value={costs.length > 0 && successes > 0 ? format.amount(total / successes) : '–'}
      />
    </SimpleGrid>
  );
}

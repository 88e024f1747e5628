import type { ProgramView } from '@lockstep/contract/programs.ts';
import { Anchor, Group, Radio, Skeleton, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { isMissing } from '../../api/client.ts';
import { useLinkProgram, useProgram } from '../../api/programs.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Page } from '../../ui/page.tsx';
import { useNotify } from '../../ui/use-notify.ts';
import { NotFoundPage } from '../not-found-page.tsx';
import { LinkExisting } from './link-existing.tsx';
import { LinkNew } from './link-new.tsx';

const kinds = ['existing', 'new'] as const;

/** Linking a program one-to-one with a campaign of the org (PRG). */
export default function LinkPage() {
  const { t } = useTranslation();
  const { data: program, error, refetch } = useProgram(Number(useParams().id));
  if (isMissing(error)) return <NotFoundPage />;
  return (
    <Page
      title={program ? t('programs.link.title', { program: program.name }) : t('programs.link.open')}
      subtitle={t('programs.link.subtitle')}
    >
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {program ? <LinkForm program={program} /> : !error && <Skeleton h={240} />}
    </Page>
  );
}

function LinkForm({ program }: { program: ProgramView }) {
  const { t } = useTranslation();
  const notify = useNotify();
  const navigate = useNavigate();
  const linking = useLinkProgram(program.id);
  const [address, setAddress] = useSearchParams();
  const kind = kinds.find((known) => known === address.get('with')) ?? 'existing';
  const back = `/programs/${program.id}`;
  const onLink = (input: Parameters<typeof linking.mutate>[0]) =>
    linking.mutate(input, {
      onSuccess: ({ name }) => {
        notify(t('programs.link.done', { program: name }));
        navigate(back);
      },
    });
  const Form = kind === 'new' ? LinkNew : LinkExisting;
  return (
    <Stack gap="lg">
      <Radio.Group
        label={t('programs.link.with')}
        value={kind}
        onChange={(value) => setAddress({ with: value }, { replace: true })}
      >
        <Group gap="lg" mt={6}>
          {kinds.map((value) => (
            <Radio key={value} value={value} label={t(`programs.link.kinds.${value}`)} />
          ))}
        </Group>
      </Radio.Group>
      <Form program={program} linking={linking.isPending} onLink={onLink} />
      {linking.error && <ErrorNotice error={linking.error} />}
      <Anchor component={Link} to={back} w="fit-content">
        {t('programs.link.back')}
      </Anchor>
    </Stack>
  );
}

import type { SetupView } from '@lockstep/contract/setup.ts';
import { Button, Skeleton, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useSetup } from '../../api/setup.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Icon } from '../../ui/icons.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import classes from './setup-frame.module.css';
import { isDone, isOpen, pathOf, type SetupStep, setupSteps, stepToDo } from './steps.ts';

interface Props {
  step: SetupStep;
  /** What the step is for, before the sync has started and after. */
  intro: string | ((setup: SetupView) => string);
  children: (setup: SetupView) => ReactNode;
}

/** One step of the guided set-up, below the list of all. A step whose turn has not come says what comes first. */
export function SetupFrame({ step, intro, children }: Props) {
  const { t } = useTranslation();
  const { data: setup, error, refetch } = useSetup();
  return (
    <Page title={t('setup.title')} subtitle={t('setup.subtitle')}>
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {!setup && !error && <Skeleton h={320} />}
      {setup && (
        <>
          <Steps current={step} state={setup.state} />
          <Stack gap="xs">
            <Title order={2} size="h3">
              {t(`setup.steps.${step}`)}
            </Title>
            <Text maw={760}>{typeof intro === 'string' ? intro : intro(setup)}</Text>
          </Stack>
          {isOpen(step, setup.state) ? children(setup) : <NotYet state={setup.state} />}
        </>
      )}
    </Page>
  );
}

function NotYet({ state }: { state: SetupView['state'] }) {
  const { t } = useTranslation();
  const first = stepToDo(state);
  return (
    <Notice data-kind="info" title={t('setup.first', { step: t(`setup.steps.${first}`) })}>
      <Button component={Link} to={pathOf(first)} size="xs" variant="default">
        {t('setup.goTo')}
      </Button>
    </Notice>
  );
}

function Steps({ current, state }: { current: SetupStep; state: SetupView['state'] }) {
  const { t } = useTranslation();
  return (
    <nav aria-label={t('setup.stepsLabel')}>
      <ol className={classes.steps}>
        {setupSteps.map((step, index) => {
          const done = isDone(step, state);
          return (
            <li key={step}>
              <Link
                to={pathOf(step)}
                className={classes.step}
                aria-current={step === current ? 'step' : undefined}
                data-done={done}
                data-open={isOpen(step, state)}
              >
                <span className={classes.mark}>{done ? <Icon name="check" size={14} /> : index + 1}</span>
                <span className={classes.label}>{t(`setup.steps.${step}`)}</span>
                {done && <span className="visually-hidden">({t('setup.stepDone')})</span>}
              </Link>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}

import { Button, Code, Stack, Text } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Notice } from './notice.tsx';

/** Shows what to do instead of an empty window when a page breaks. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state = { error: null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render() {
    return this.state.error ? <Broken error={this.state.error} /> : this.props.children;
  }
}

function Broken({ error }: { error: Error }) {
  const { t } = useTranslation();
  return (
    <Notice data-kind="error" role="alert" title={t('broken.title')}>
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{t('broken.explanation')}</Text>
        <Code>{error.message}</Code>
        <Button size="xs" variant="default" onClick={() => window.location.reload()}>
          {t('broken.reload')}
        </Button>
      </Stack>
    </Notice>
  );
}

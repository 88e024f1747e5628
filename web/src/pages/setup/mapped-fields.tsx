import type { FieldMappingView } from '@lockstep/contract/setup.ts';
import { Button, Stack, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { DataTable } from '../../ui/data-table.tsx';

type Origin = 'standard' | 'automatic' | 'manual' | 'own';

/** A marketing field that a Lead and a Contact field share. */
interface Combination {
  field: string;
  lead: FieldMappingView;
  contact: FieldMappingView;
  origin: Origin;
}

interface Props {
  mappings: readonly FieldMappingView[];
  onBreak?: (field: string) => void;
  /** How deep its heading is on the page. */
  heading: 2 | 3;
}

export function CombinedFields({ mappings, onBreak, heading }: Props) {
  const { t } = useTranslation();
  return (
    <Stack gap="sm" component="section">
      <Title order={heading} size="h4">
        {t('setup.mappings.combined')}
      </Title>
      <DataTable
        label={t('setup.mappings.combined')}
        rows={combinationsOf(mappings)}
        keyOf={({ field }) => field}
        empty={t('setup.mappings.noneCombined')}
        columns={[
          { name: 'field', label: t('setup.mappings.column.field'), cell: ({ lead }) => lead.sfLabel },
          { name: 'lead', label: t('setup.mappings.column.lead'), cell: ({ lead }) => lead.sfField },
          { name: 'contact', label: t('setup.mappings.column.contact'), cell: ({ contact }) => contact.sfField },
          { name: 'type', label: t('setup.mappings.column.type'), cell: ({ lead }) => lead.type },
          {
            name: 'how',
            label: t('setup.mappings.column.how'),
            cell: ({ origin }) => t(`setup.mappings.origins.${origin}`),
          },
          ...(onBreak
            ? [
                {
                  name: 'break',
                  label: t('setup.mappings.breakMapping'),
                  wide: true,
                  cell: ({ contact, lead }: Combination) => (
                    <Button
                      size="compact-sm"
                      variant="default"
                      aria-label={t('setup.mappings.breakOf', { field: lead.sfLabel })}
                      onClick={() => onBreak(`Contact.${contact.sfField}`)}
                    >
                      {t('setup.mappings.breakMapping')}
                    </Button>
                  ),
                },
              ]
            : []),
        ]}
      />
    </Stack>
  );
}

export function StandardMappings({ mappings }: { mappings: readonly FieldMappingView[] }) {
  const { t } = useTranslation();
  return (
    <DataTable
      label={t('setup.mappings.standard')}
      rows={mappings.filter(({ origin }) => origin === 'standard')}
      keyOf={({ object, sfField }) => `${object}.${sfField}`}
      empty=""
      columns={[
        { name: 'field', label: t('setup.mappings.column.field'), cell: ({ field }) => field },
        {
          name: 'salesforce',
          label: t('salesforce.title'),
          cell: ({ object, sfField }) => `${object}.${sfField}`,
        },
        { name: 'type', label: t('setup.mappings.column.type'), cell: ({ type }) => type },
      ]}
    />
  );
}

function combinationsOf(mappings: readonly FieldMappingView[]): Combination[] {
  const custom = mappings.filter(({ custom, entity, origin, chosen }) => {
    return custom && chosen && entity === 'person' && origin !== 'standard';
  });
  return custom.flatMap((lead) => {
    const contact = custom.find((other) => other.object === 'Contact' && other.field === lead.field);
    if (lead.object !== 'Lead' || !contact) return [];
    const origin = (lead.origin === 'own' ? contact.origin : lead.origin) as Origin;
    return [{ field: lead.field, lead, contact, origin }];
  });
}

import {
  DndContext,
  type DragEndEvent,
  DragOverlay,
  PointerSensor,
  TouchSensor,
  useDraggable,
  useDroppable,
  useSensor,
  useSensors,
} from '@dnd-kit/core';
import type { FieldMappingView } from '@lockstep/contract/setup.ts';
import { Badge, Group, Menu, SimpleGrid, Stack, Text, TextInput, Title, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../ui/icons.tsx';
import classes from './unmapped-fields.module.css';

type Field = FieldMappingView;
const keyOf = ({ object, sfField }: Field): string => `${object}.${sfField}`;

interface Props {
  fields: readonly Field[];
  onCombine: (dragged: string, onto: string) => void;
}

/** The folder *Unmapped custom fields*: a field is combined with one of the other object by dragging, or by its menu. */
export function UnmappedFields({ fields, onCombine }: Props) {
  const { t } = useTranslation();
  const [dragged, setDragged] = useState<Field | null>(null);
  const [search, setSearch] = useState('');
  // A press that does not move is a click, and one that scrolls on a touch screen stays a scroll.
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 6 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 200, tolerance: 8 } }),
  );
  const find = (key: unknown) => fields.find((field) => keyOf(field) === key) ?? null;
  const onDragEnd = ({ active, over }: DragEndEvent) => {
    setDragged(null);
    if (over && over.id !== active.id) onCombine(String(active.id), String(over.id));
  };
  const shown = fields.filter((field) => matches(field, search));
  return (
    <DndContext
      sensors={sensors}
      onDragStart={({ active }) => setDragged(find(active.id))}
      onDragEnd={onDragEnd}
      onDragCancel={() => setDragged(null)}
    >
      <TextInput
        type="search"
        maw={320}
        label={t('setup.mappings.search')}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        {(['Lead', 'Contact'] as const).map((object) => (
          <Stack key={object} gap="xs" component="section" aria-label={object}>
            <Title order={4} size="h5">
              {t(`setup.mappings.column.${object === 'Lead' ? 'lead' : 'contact'}`)}
            </Title>
            {shown
              .filter((field) => field.object === object)
              .map((field) => (
                <FieldCard
                  key={keyOf(field)}
                  field={field}
                  dragged={dragged}
                  partners={fields.filter((other) => other.object !== object)}
                  onCombine={onCombine}
                />
              ))}
            {!fields.some((field) => field.object === object) && (
              <Text c="dimmed">{t('setup.mappings.noneUnmapped')}</Text>
            )}
          </Stack>
        ))}
      </SimpleGrid>
      <DragOverlay dropAnimation={null}>
        {dragged && (
          <div className={classes.card} data-overlay="true">
            <FieldText field={dragged} />
          </div>
        )}
      </DragOverlay>
    </DndContext>
  );
}

interface CardProps {
  field: Field;
  dragged: Field | null;
  partners: readonly Field[];
  onCombine: Props['onCombine'];
}

function FieldCard({ field, dragged, partners, onCombine }: CardProps) {
  const { t } = useTranslation();
  const id = keyOf(field);
  const drag = useDraggable({ id });
  const drop = useDroppable({ id });
  const target = dragged !== null && dragged.object !== field.object;
  const fits = target && dragged.type === field.type;
  return (
    <div
      ref={(node) => {
        drag.setNodeRef(node);
        drop.setNodeRef(node);
      }}
      className={classes.card}
      data-field={id}
      data-dragged={drag.isDragging}
      data-fits={target ? fits : undefined}
      data-over={drop.isOver && target}
    >
      <span className={classes.grip} title={t('setup.mappings.drag', { field: field.sfLabel })} {...drag.listeners}>
        <Icon name="grip" />
      </span>
      <FieldText field={field} />
      {target && !fits && drop.isOver && (
        <Text size="xs" c="dimmed">
          {t('setup.mappings.types', { one: dragged.type, other: field.type })}
        </Text>
      )}
      <PartnerMenu field={field} partners={partners} onCombine={(partner) => onCombine(id, keyOf(partner))} />
    </div>
  );
}

function FieldText({ field }: { field: Field }) {
  return (
    <div className={classes.text}>
      <Text size="sm" fw={600}>
        {field.sfLabel}
      </Text>
      <Group gap={6}>
        <Text size="xs" c="dimmed">
          {field.sfField}
        </Text>
        <Badge size="xs" variant="default">
          {field.type}
        </Badge>
      </Group>
    </div>
  );
}

/** The same by keyboard: every field of the other object; one whose type differs says so. */
function PartnerMenu({
  field,
  partners,
  onCombine,
}: Omit<CardProps, 'dragged' | 'onCombine'> & { onCombine: (partner: Field) => void }) {
  const { t } = useTranslation();
  return (
    <Menu position="bottom-end" width={320} keepMounted={false}>
      <Menu.Target>
        <UnstyledButton className={classes.menu} aria-label={t('setup.mappings.combineWith', { field: keyOf(field) })}>
          <Icon name="chevron" />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown mah={320} style={{ overflowY: 'auto' }}>
        <Menu.Label>{t('setup.mappings.combineWith', { field: field.sfLabel })}</Menu.Label>
        {partners.map((partner) => (
          <Menu.Item key={keyOf(partner)} onClick={() => onCombine(partner)}>
            {partner.sfLabel}
            <Text size="xs" c="dimmed">
              {keyOf(partner)}
              {partner.type !== field.type &&
                ` · ${t('setup.mappings.types', { one: field.type, other: partner.type })}`}
            </Text>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function matches({ sfLabel, sfField, type }: Field, search: string): boolean {
  return [sfLabel, sfField, type].some((text) => text.toLowerCase().includes(search.trim().toLowerCase()));
}

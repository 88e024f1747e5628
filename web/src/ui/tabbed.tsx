import { Tabs } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import classes from './tabbed.module.css';

interface Props<Name extends string> {
  tabs: readonly { name: Name; label: string; rightSection?: ReactNode }[];
  open: Name;
  onOpen: (name: Name) => void;
  /** What the open tab shows. */
  children: ReactNode;
}

/** Tabs on one line. Where they have no room they scroll, and the one that is open is in sight. */
export function Tabbed<Name extends string>({ tabs, open, onOpen, children }: Props<Name>) {
  const list = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever another one opens
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [open]);
  return (
    <Tabs value={open} onChange={(name) => name && onOpen(name as Name)} keepMounted={false}>
      <Tabs.List ref={list} className={classes.list} mb="lg">
        {tabs.map(({ name, label, rightSection }) => (
          <Tabs.Tab key={name} value={name} rightSection={rightSection}>
            {label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value={open}>{children}</Tabs.Panel>
    </Tabs>
  );
}

import type { Xml } from '../identity/soap/soap-envelope.ts';
import { tabsOf } from '../rest/layouts.ts';
import type { RecordCall } from './record-call.ts';
import { plainElement } from './xml-records.ts';

/** The one app of this org, with a tab for each object that has one. */
export async function describeTabs({ org, view, basePath }: RecordCall): Promise<Xml> {
  return plainElement({
    description: 'The objects of this org',
    label: 'Sales',
    logoUrl: `${org.baseUrl()}/img/seasonLogos/app.png`,
    selected: true,
    tabSetId: '02uHs0000000001IAA',
    tabs: tabsOf(view, org.baseUrl(), basePath),
  });
}

/** The same tabs without an app around them. */
export async function describeAllTabs({ org, view, basePath }: RecordCall): Promise<Xml> {
  return plainElement(tabsOf(view, org.baseUrl(), basePath));
}

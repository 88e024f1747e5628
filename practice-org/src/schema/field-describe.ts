/** A field as a REST describe lists it. Only what the org itself acts on is named; the rest passes through. */
export interface FieldDescribe {
  name: string;
  label: string;
  type: string;
  length: number;
  precision: number;
  scale: number;
  digits: number;
  createable: boolean;
  updateable: boolean;
  nillable: boolean;
  defaultedOnCreate: boolean;
  defaultValue: unknown;
  referenceTo: string[];
  relationshipName: string | null;
  compoundFieldName: string | null;
  restrictedPicklist: boolean;
  picklistValues: { active: boolean; defaultValue: boolean; label: string; value: string; validFor?: string | null }[];
  controllerName: string | null;
  dependentPicklist: boolean;
  externalId: boolean;
  idLookup: boolean;
  unique: boolean;
  custom: boolean;
  filterable: boolean;
  sortable: boolean;
  groupable: boolean;
  calculated: boolean;
  permissionable: boolean;
  nameField: boolean;
  [attribute: string]: unknown;
}

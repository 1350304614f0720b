import type { Connection } from '@temporalio/client';

/** What people list and filter engagements by in Temporal itself. */
export const SEARCH_ATTRIBUTES = {
  TenureStage: 'Keyword',
  TenureVendor: 'Keyword',
  TenureOwner: 'Keyword',
  TenureHealth: 'Keyword',
  TenureDueAt: 'Datetime',
} as const;

export type SearchAttributeName = keyof typeof SEARCH_ATTRIBUTES;
const NAMES = ['TenureStage', 'TenureVendor', 'TenureOwner', 'TenureHealth', 'TenureDueAt'] as const;

/** Numbers of Temporal's own enumeration of attribute types. */
const TYPE_NUMBERS = { Keyword: 2, Datetime: 6 } as const;

/** Adds those a namespace does not have yet; says which. */
export async function registerSearchAttributes(connection: Connection, namespace: string): Promise<readonly string[]> {
  const missing = await missingSearchAttributes(connection, namespace);
  if (missing.length > 0) await addSearchAttributes(connection, namespace, missing);
  return missing;
}

/** Without asking what is there: for a fresh server (the time-skipping one cannot list them). */
export async function addSearchAttributes(
  connection: Connection,
  namespace: string,
  names: readonly SearchAttributeName[] = NAMES,
): Promise<void> {
  const searchAttributes = Object.fromEntries(names.map((name) => [name, TYPE_NUMBERS[SEARCH_ATTRIBUTES[name]]]));
  await connection.operatorService.addSearchAttributes({ namespace, searchAttributes });
}

export async function missingSearchAttributes(
  connection: Connection,
  namespace: string,
): Promise<readonly SearchAttributeName[]> {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  return NAMES.filter((name) => !(name in customAttributes));
}

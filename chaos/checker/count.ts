/** Rows by a name, in their order. */
export function groupBy<T>(rows: readonly T[], nameOf: (row: T) => string | null): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const name = nameOf(row);
    if (name === null) continue;
    const group = groups.get(name);
    if (group) group.push(row);
    else groups.set(name, [row]);
  }
  return groups;
}

/** How often each name occurs; a name that does not occur counts zero. */
export function tally<T>(rows: readonly T[], nameOf: (row: T) => string | null): (name: string) => number {
  const groups = groupBy(rows, nameOf);
  return (name) => groups.get(name)?.length ?? 0;
}

/** What a release may not do to a database on which the release before still works, in the words of SQL. */
const RULES: readonly { readonly breaks: string; readonly pattern: RegExp }[] = [
  { breaks: 'takes a table away', pattern: /\bdrop table\b|\.dropTable/ },
  { breaks: 'takes a column away', pattern: /\bdrop column\b|\.dropColumns?\(/ },
  { breaks: 'renames what is read', pattern: /\brename (column|to)\b|\.rename(Table|Column)\(/ },
  { breaks: 'changes the type of a column', pattern: /\balter column \S+ (set data )?type\b|\.alter\(/ },
  { breaks: 'refuses rows without a value', pattern: /\bset not null\b|\.dropNullable\(/ },
  { breaks: 'takes a function, a trigger or a view away', pattern: /\bdrop (function|trigger|view|type)\b/ },
];
const RENAMED = /\balter table (\S+) rename to (\S+?);/g;
const ADDED = /\badd column ([^,;`]+)/g;

/** What stands in a migration that the release before could not live with. */
export function objectionsTo(migration: string): readonly string[] {
  // Names of methods keep their capitals.
  const code = withoutReplaced(migration.replace(/\s+/g, ' '));
  const text = code.toLowerCase();
  const broken = RULES.filter(({ pattern }) => pattern.test(text) || pattern.test(code)).map(({ breaks }) => breaks);
  const demanded = [...text.matchAll(ADDED)].some(([, column = '']) => mustBeGiven(column));
  return demanded ? [...broken, 'adds a column that must be given'] : broken;
}

/** A table in whose place one of the same name and columns is put at once is still there for whoever reads it. */
const withoutReplaced = (code: string): string =>
  code.replaceAll(RENAMED, (all, name: string, aside: string) =>
    code.includes(`create table ${name} (like ${aside} `) ? '' : all,
  );

const mustBeGiven = (column: string): boolean => /\bnot null\b/.test(column) && !/\b(default|generated)\b/.test(column);

import { MATRIX } from '../../api/authorization/matrix';
import { pageRows } from '../../api/authorization/page-rows';
import { DEEDS, PARTS, partMay, type Part, PART_NAMES } from '../../api/authorization/parts';
import { type Row, rowOf, RULES, ruleOf, type Rule, type Who } from '../../api/authorization/rules';
import { KEY_SCOPES } from '../../domain/people/key-scopes';
import { OUR_ROLES } from '../../domain/people/people';

export const AUTHORIZATION_FILE = 'docs/security/authorization.md';

const INTRODUCTION = `# Who may do what

\`npm run docs:authorization\` writes this page from \`api/authorization/\`; a test keeps both equal. Another test asks the
running product every question of the table with a real token of every role: as owner, service manager and member of the
team, without a part in the engagement, as the vendor of this engagement and of another one, as an account without roles,
as a machine of this and of another engagement, and without any sign-in; and as people with a task of a request, with a role
and without one, in a request that stands alone and in one of the engagement.

- A route without a row is closed to everybody, and fails a test.
- Roles and the part in the engagement are asked before query and body are read. The handler asks again, with the record held;
  for routes with a query or a body the cells of refusal show the first of the two.
- 401: nobody is signed in. 403: the person is known and may not. 404: the person may not even know that it is there.
- Everybody in the organisation reads every engagement. The people of a vendor read only what is marked, of their own engagement.
- Auditors read everything and change nothing, also where somebody has put them into a team. They answer what they are asked
  to approve and may be given items of work.
- A task opens its request and nothing else: for every other call people are what their role makes of them. Tasks, the place
  of somebody who is away and the work of somebody who leaves go to no person of a vendor.
- What belongs to one engagement, request, person, policy or vendor is not there below another one: \`test/api/nested-*.test.ts\`
  try every path that names two things.
- No answer holds a word that is not the caller's, no bid is read before the opening, and the streams of open pages tell
  versions only: words are planted and looked for, also in what is refused.
- A machine calls only what its key is for, in its own engagement; another engagement does not exist for it.
- Outside of the table: \`POST /codec/decode\` shows payloads of Temporal to administrators alone ([data](data.md)). The links of
  mails (\`/a/{token}\` and the like) are rights of their own, for one reader and one purpose.
- Row-level rules beyond the table stand in the column "and": they are asked by the one function of the domain for it.
`;

const tick = (yes: boolean): string => (yes ? '✓' : '');
const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');

const refusalOf = ({ refusal, vendor }: Rule): string => {
  const { ours, outside } = refusal;
  return ours === outside || vendor === 'any' ? String(ours) : `${ours}, outside ${outside}`;
};

const ruleTable = (): string =>
  table(
    ['rule', 'who', ...OUR_ROLES, 'own vendor', 'others get'],
    Object.entries(RULES).map(([name, rule]: [string, Rule]) => [
      `\`${name}\``,
      rule.text,
      ...OUR_ROLES.map((role) => tick(rule.roles.includes(role))),
      tick(rule.vendor !== 'none'),
      refusalOf(rule),
    ]),
  );

const partTable = (): string =>
  table(
    ['part', 'who', ...DEEDS],
    PART_NAMES.map((part: Part) => [part, PARTS[part].text, ...DEEDS.map((deed) => tick(partMay(part, deed)))]),
  );

const whoOf = (who: Who): string => (typeof who === 'string' ? `\`${who}\`` : ruleOf(who).text.replace('roles ', ''));
const rowTable = (rows: readonly (readonly [string, Row])[]): string =>
  table(
    ['call', 'who', 'key', 'and'],
    rows.map(([name, { who, key, then }]) => [`\`${name}\``, whoOf(who), key ? `\`${key}\`` : '', then ?? '']),
  );

/** The page that says who may do what. */
export function authorizationPage(): string {
  const pages = Object.entries(pageRows).map(([name, row]) => [name, rowOf(row)] as const);
  return [
    INTRODUCTION,
    '## Rules\n',
    'A tick: the role is enough, wherever the person stands. Without one the rule says which part in the engagement is.\n',
    ruleTable(),
    '\n## Parts in a request\n',
    'What `request` calls a part, and what it lets its holder do while the request is decided. Administrators comment and add',
    'files without one, and end requests. `test/api/request-parts.test.ts` asks all of it, and that nobody else decides a task.\n',
    partTable(),
    '\n## Routes of the API\n',
    `Keys have the scopes ${KEY_SCOPES.map((scope) => `\`${scope}\``).join(', ')}.\n`,
    rowTable([...MATRIX]),
    '\n## Pages\n',
    rowTable(pages),
    '',
  ].join('\n');
}

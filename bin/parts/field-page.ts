import { z, type ZodType } from 'zod';
import { rowFor, rowName } from '../../api/authorization/matrix';
import { WITHHELD } from '../../api/authorization/withheld';
import { type Caller, expectedAnswer } from '../../api/authorization/rules';
import type { Route } from '../../api/route';
import { apiRoutes } from '../../api/routes';
import type { Services } from '../../api/services';
import { KEY_SCOPES } from '../../domain/people/key-scopes';

export const FIELD_FILE = 'docs/security/fields.md';

const INTRODUCTION = `# Which fields who reads and writes

\`npm run docs:authorization\` writes this page from the schemas of the routes and the table of \`api/authorization/\`; a test keeps it equal.
A field that stands in no line of a reader is not in any answer to it, and a field that no line lets it write is refused as unknown
(422): bodies are strict, in every depth. Which records a call is about is another question ([who may do what](authorization.md)).

- **Vendors with an account** read and write what stands below, of their own engagements. "and" says which fields
  are empty to them (\`api/authorization/withheld.ts\`, which the route itself reads).
- **Vendors behind mailed links** have no route of this API. They read columns, not fields: \`db/wall/tables.ts\` names each, and
  PostgreSQL refuses the rest ([0023](../decisions/0023-vendors-stand-behind-a-second-wall.md)).
- **Machines** read and write what stands below their key, in its engagement.
- **Auditors** read every field of every route that is open to everybody in the organisation, and write what stands below.
- **Everybody else in the organisation** reads the same fields as auditors wherever a route is open to them, and writes every field of the
  bodies that a row lets them send. No field of an answer depends on the role of somebody in the organisation; what is sealed, as bids before
  their opening, is left out for all.
- **Nobody** reads secrets: what opens doors is shown once, in the answer that makes it, and stored sealed or hashed ([data](data.md)).

\`a.b\` is a field within another, \`a[]\` stands for each entry of a list, \`items[]\` for each entry of a page. Calculators (\`/calc/\`)
answer what was sent to them, know no record, and are left out here.
`;

interface Shape {
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly additionalProperties?: Shape | boolean;
  readonly items?: Shape | boolean;
  readonly anyOf?: readonly Shape[];
  readonly oneOf?: readonly Shape[];
  readonly allOf?: readonly Shape[];
}

/** Names of all fields, those within others by their path; where one refers to itself its first level stands for the rest. */
export function fieldsOf(schema: ZodType, io: 'input' | 'output'): readonly string[] {
  // The JSON Schema of zod has these fields among others.
  return [...new Set(namesIn(z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Shape, ''))];
}

function namesIn(shape: Shape, at: string): readonly string[] {
  const { properties = {}, additionalProperties: others, items, anyOf = [], oneOf = [], allOf = [] } = shape;
  const named = Object.entries(properties).flatMap(([name, one]) => leaf(one, at === '' ? name : `${at}.${name}`));
  const listed = typeof items === 'object' ? leaf(items, `${at}[]`) : [];
  const keyed = typeof others === 'object' && Object.keys(others).length > 0 ? leaf(others, `${at}.*`) : [];
  return [...named, ...listed, ...keyed, ...[...anyOf, ...oneOf, ...allOf].flatMap((one) => namesIn(one, at))];
}

const leaf = (shape: Shape, at: string): readonly string[] => {
  const within = namesIn(shape, at);
  return within.length > 0 ? within : [at];
};

/** Whatever is asked of it is there, and no more than that. */
const nothing: unknown = new Proxy({}, { get: () => nothing });
/** Routes as they are declared. Nobody calls them here, so that what they would ask is never asked. */
const declared = (): readonly Route[] =>
  apiRoutes(nothing as Services).filter(({ path }) => !path.startsWith('/calc/'));

const listed = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');
const answered = ({ answers }: Route): readonly string[] =>
  Object.entries(answers).flatMap(([status, schema]) =>
    Number(status) < 300 && schema ? fieldsOf(schema, 'output') : [],
  );
const readIn = (route: Route): string => listed([...new Set(answered(route))]) || (route.media ? 'a file' : '');
const fileOf = ({ upload, sheet, document }: Route): string => (upload || document ? 'a file' : sheet ? 'a sheet' : '');
const writtenIn = (route: Route): string => (route.body ? listed(fieldsOf(route.body, 'input')) : fileOf(route));

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

interface Section {
  readonly title: string;
  readonly caller: Caller;
  /** Of who reads nearly everything, what is written alone. */
  readonly writes?: boolean;
}

const sections: readonly Section[] = [
  { title: 'Vendors with an account', caller: { kind: 'vendor', own: true } },
  ...KEY_SCOPES.map((scope) => ({
    title: `Machines with \`${scope}\``,
    caller: { kind: 'key', scope, own: true } as const,
  })),
  { title: 'What auditors write', caller: { kind: 'ours', role: 'auditor', tie: 'none' }, writes: true },
];

function withheldFrom({ kind }: Caller, route: Route): string {
  const empty = Object.entries(WITHHELD).find(([name]) => kind === 'vendor' && name === rowName(route))?.[1];
  return empty ? `${listed(Object.keys(empty))} stand empty` : '';
}

function sectionText({ title, caller, writes = false }: Section): string {
  const own = declared().filter(
    (route) => expectedAnswer(rowFor(route), caller) === 'allowed' && !(writes && route.method === 'get'),
  );
  const head = writes ? ['call', 'writes', 'and'] : ['call', 'reads', 'writes', 'and'];
  const rows = own.map((route) => [
    `\`${rowName(route)}\``,
    ...(writes ? [] : [readIn(route)]),
    writtenIn(route),
    [withheldFrom(caller, route), rowFor(route).then].filter(Boolean).join('; '),
  ]);
  return [`## ${title}\n`, line(head), line(head.map(() => '---')), ...rows.map(line), ''].join('\n');
}

/** The page that says which fields who reads and writes. */
export const fieldPage = (): string => `${INTRODUCTION}\n${sections.map(sectionText).join('\n')}`;

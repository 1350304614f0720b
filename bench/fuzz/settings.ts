import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { KnownValues } from './known';

/** How often a call names something that is there; the other times it is made up. */
const OFTEN = 0.85;

/** What ends an account, its tokens or its second factor is asked for nobody: the callers themselves would be gone. */
const SPARED: Readonly<Record<string, readonly string[]>> = {
  '/users/{id}': ['id'],
  '/users/{id}/deactivate': ['id'],
  '/users/{id}/erase': ['id'],
  '/users/{id}/tokens/{tokenId}': ['id', 'tokenId'],
  '/users/{id}/second-factor': ['id'],
  '/me/tokens/{id}': ['id'],
};

/** Refusals that what breaks the document may meet; which one comes first is not the matter of the document. */
const REFUSALS = [400, 401, 403, 404, 405, 406, 409, 410, 412, 413, 415, 422, 428, 431, '5xx'];

/** The settings of Schemathesis (TOML): our hook, and values that calls may name. */
export function settingsFor(known: readonly KnownValues[]): string {
  const bindings = [
    ...known.filter(({ path }) => !(path in SPARED)).map((one) => ({ ...one, often: OFTEN })),
    ...Object.entries(SPARED).flatMap(([path, parameters]) =>
      parameters.map((parameter) => ({ path, parameter, values: [randomUUID(), randomUUID()], often: 1 })),
    ),
  ];
  return [
    `hooks = ${JSON.stringify(join(__dirname, 'hooks.py'))}`,
    `checks.negative_data_rejection.expected-statuses = ${JSON.stringify(REFUSALS)}`,
    ...bindings.map(({ values }, index) => `[dictionaries.d${index}]\nvalues = ${JSON.stringify(values)}`),
    ...[...new Set(bindings.map(({ path }) => path))].map((path) =>
      [
        `[[operations]]\ninclude-path = ${JSON.stringify(path)}\n[operations.parameters]`,
        ...bindings.flatMap((one, index) =>
          one.path === path ? `"path.${one.parameter}" = { dictionary = "d${index}", probability = ${one.often} }` : [],
        ),
      ].join('\n'),
    ),
  ].join('\n');
}

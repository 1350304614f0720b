import { z } from 'zod';
import { inSheet, matrixFromCsv, matrixToCsv } from '../../../domain/approval/matrix-csv';
import { findMatrix, type PlacedMatrix, withMatrix } from '../../../domain/approval/policy-paths';
import { Matrix, type PolicyVersion } from '../../../domain/approval/schema';
import { DomainError } from '../../../domain/errors';
import { Key } from '../../../domain/shapes';
import { parseWith } from '../../parse';
import { existingPolicy, savePolicy } from '../../policies';
import { etagOf } from '../../precondition';
import { csv, ok, type Route, route } from '../../route';
import type { Services } from '../../services';
import { SAVED, saved, VersionQuery } from './params';

type Deps = Pick<Services, 'db'>;
const Params = z.strictObject({ key: Key, nodeKey: Key });
type Params = z.infer<typeof Params>;

/** The matrix as it is sent back, with the steps that its rules may name. */
const MatrixTable = z.strictObject({
  policyKey: Key,
  version: z.int(),
  nodeKey: Key,
  steps: z.array(z.strictObject({ key: Key, title: z.string() })),
  matrix: Matrix,
});

export const matrixRoutes = (deps: Deps): readonly Route[] => [read(deps), replace(deps)];

const read = ({ db }: Deps): Route =>
  route<Params, VersionQuery>({
    method: 'get',
    path: '/policies/{key}/matrices/{nodeKey}',
    summary: 'A decision matrix; `Accept: text/csv` gives it as a sheet',
    tag: 'Approvals',
    access: 'insiders',
    params: Params,
    query: VersionQuery,
    answers: { 200: MatrixTable },
    csv: true,
    handle: async ({ params: { key, nodeKey }, query, accept }) => {
      const policy = await existingPolicy(db, key, query.version);
      const { block } = existingMatrix(policy, nodeKey);
      const { version } = policy;
      if (accept.includes('text/csv')) return csv(matrixToCsv(block), etagOf(version));
      const steps = block.steps.map(({ key: stepKey, title }) => ({ key: stepKey, title }));
      return ok({ policyKey: key, version, nodeKey, steps, matrix: block.matrix }, etagOf(version));
    },
  });

const replace = ({ db }: Deps): Route =>
  route<Params, unknown, Matrix | string>({
    method: 'put',
    path: '/policies/{key}/matrices/{nodeKey}',
    summary: 'Save a new version of the policy with this matrix replaced, as JSON or as a sheet (text/csv)',
    tag: 'Approvals',
    access: ['admin'],
    params: Params,
    body: Matrix,
    answers: SAVED,
    conditional: true,
    csv: true,
    handle: async ({ params: { key, nodeKey }, body, ...call }) => {
      let sheet: PlacedMatrix | null = null;
      const bodyOf = (newest: PolicyVersion | null) => {
        const { title, settings, steps } = newest ?? missingPolicy();
        const found = existingMatrix({ steps }, nodeKey);
        if (typeof body === 'string') sheet = found;
        return { title, settings, steps: withMatrix(steps, nodeKey, matrixIn(body, found)) };
      };
      const done = await savePolicy(db, { key, call, bodyOf }).catch((error: unknown) => {
        throw sheet ? asSheet(error, sheet) : error;
      });
      return saved(key, done);
    },
  });

const matrixIn = (body: Matrix | string, { block }: PlacedMatrix): Matrix =>
  typeof body === 'string' ? parseWith(Matrix, matrixFromCsv(block, body), 'INVALID_FIELDS') : body;

function existingMatrix({ steps }: Pick<PolicyVersion, 'steps'>, nodeKey: string): PlacedMatrix {
  const found = findMatrix(steps, nodeKey);
  if (!found) throw new DomainError('NOT_FOUND', 'The policy has no matrix with this key.');
  return found;
}

function missingPolicy(): never {
  throw new DomainError('POLICY_NOT_FOUND', 'There is no such policy or version.');
}

/** Who sent a sheet hears of rows and columns, not of places in a JSON document. */
function asSheet(error: unknown, { block, path }: PlacedMatrix): unknown {
  if (!(error instanceof DomainError)) return error;
  const issues = inSheet(block, path, error.errors);
  return new DomainError(error.code, issues.map(({ message }) => message).join('; ') || error.message, issues);
}

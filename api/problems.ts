import { DomainError, ERROR_CODES, type ErrorCode, type Issue } from '../domain/errors';

/** HTTP status of every error code; a new code does not compile until it has one. */
export const STATUS = {
  MALFORMED: 400,
  INVALID_FIELDS: 422,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  FORM_REFUSED: 403,
  STEP_UP_REQUIRED: 403,
  SECOND_FACTOR_REQUIRED: 403,
  NOT_ASSIGNEE: 403,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  CONFLICT: 409,
  STATE_CONFLICT: 409,
  VENDOR_BARRED: 409,
  GATE_PENDING: 409,
  TASK_CLOSED: 409,
  REQUEST_FROZEN: 409,
  REQUEST_CLOSED: 409,
  SUBJECT_CHANGED: 409,
  COMMENT_REQUIRED: 422,
  DECISION_REQUIRED: 422,
  TOO_QUICK: 422,
  CODE_REQUIRED: 422,
  TARGET_NOT_REACHABLE: 422,
  LINK_EXPIRED: 410,
  LINK_DEAD: 410,
  IDEMPOTENCY_KEY_REUSED: 422,
  IDEMPOTENCY_IN_PROGRESS: 409,
  IDEMPOTENCY_REPLY_ERASED: 410,
  PRECONDITION_FAILED: 412,
  BODY_TOO_LARGE: 413,
  HEADERS_TOO_LARGE: 431,
  SHEET_UNREADABLE: 422,
  FILE_INFECTED: 422,
  UNSUPPORTED_MEDIA_TYPE: 415,
  TOO_MANY_REQUESTS: 429,
  UNAVAILABLE: 503,
  INTERNAL: 500,
  POLICY_INVALID: 422,
  POLICY_NOT_FOUND: 404,
  GATE_INCOMPLETE: 422,
  DISPUTE_TOO_LATE: 422,
  BIDS_SEALED: 422,
  BID_LATE: 422,
  OWN_SHEETS_FIRST: 403,
  CONFLICT_OF_INTEREST: 403,
  TEAM_INCOMPLETE: 422,
  ROLE_CONFLICT: 422,
  GATE_NOT_OPEN: 409,
  ACTIVITY_MUST_BE_RETAINED: 422,
  CLAUSE_MISSING: 422,
  PIA_MISSING: 422,
  COMMUNICATION_PLAN_MISSING: 422,
  SIGNING_BLOCKED: 409,
  SUBCONTRACTOR_NOT_ALLOWED: 422,
  MGMT_COST_UNDERESTIMATED: 422,
  INVALID_FORMULA: 422,
  UNKNOWN_VARIABLE: 422,
  EVIDENCE_REQUIRED: 422,
  INCONSISTENT_JUDGEMENTS: 422,
  DATASET_NOT_VERIFIED: 422,
  DELETION_NOT_ALLOWED: 422,
  PURGE_NOT_ALLOWED: 422,
  ERASURE_NOT_ALLOWED: 422,
  SAMPLES_BUSY: 409,
  SAMPLES_PRESENT: 409,
  SAMPLES_IN_USE: 409,
  NO_RATE: 422,
  OUTGOING_NOT_ALLOWED: 422,
  LOCATION_NOT_ALLOWED: 422,
} satisfies Record<ErrorCode, number>;

/** RFC 9457 problem document with our stable `code` and the fields concerned. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: ErrorCode;
  readonly requestId: string;
  readonly errors: readonly Issue[];
}

const RETRY_AFTER_SECONDS = 2;

/** A refusal that knows when the caller may come again. */
export class TooManyRequests extends DomainError {
  constructor(
    message: string,
    readonly seconds: number,
  ) {
    super('TOO_MANY_REQUESTS', message);
  }
}

/** Seconds after which a caller may try again; null where trying again changes nothing. */
export function retryAfterOf(refusal: DomainError): number | null {
  if (refusal instanceof TooManyRequests) return refusal.seconds;
  const status: number = STATUS[refusal.code];
  return status === 503 || status === 429 || refusal.code === 'IDEMPOTENCY_IN_PROGRESS' ? RETRY_AFTER_SECONDS : null;
}

export function problemOf(error: DomainError, requestId: string): Problem {
  return {
    type: `/docs/errors#${error.code}`,
    title: ERROR_CODES[error.code],
    status: STATUS[error.code],
    detail: error.message,
    code: error.code,
    requestId,
    errors: error.errors,
  };
}

const UNAVAILABLE_SQL = /^(08|53|57P|40001|40P01|55P03|57014|25P03|25P04)/;
/** How the client of PostgreSQL says that it has no connection, or none any more, which has no code. */
const LOST_CONNECTION = /Connection terminated|timeout expired|is not queryable|Query read timeout/;
const UNREACHABLE = new Set(['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EPIPE', 'ENOTFOUND', 'EAI_AGAIN']);

/** What the caller may know of any failure: the domain's own words, a passing fault to retry, or a defect without details. */
export function toDomainError(error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  if (isBodyError(error)) return bodyError(error);
  if (error instanceof URIError) return new DomainError('MALFORMED', 'The address cannot be decoded.');
  if (isPassing(error))
    return new DomainError(
      'UNAVAILABLE',
      // The reply to a commit can be what was lost.
      'A part of the system is away. What was asked may have been done: look again, or repeat it under the same Idempotency-Key.',
    );
  return new DomainError('INTERNAL', 'The server met a defect. The request id finds it in the log.');
}

interface BodyError {
  readonly type: string;
  readonly status: number;
}

const isBodyError = (error: unknown): error is BodyError =>
  typeof error === 'object' && error !== null && 'type' in error && 'status' in error && 'expose' in error;

function bodyError({ type, status }: BodyError): DomainError {
  if (status === 413) return new DomainError('BODY_TOO_LARGE', 'The body may have at most 256 KB.');
  if (status === 415) return new DomainError('UNSUPPORTED_MEDIA_TYPE', 'The body must be JSON in UTF-8.');
  return new DomainError('MALFORMED', `The body cannot be read (${type}).`);
}

function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === 'KnexTimeoutError' || LOST_CONNECTION.test(error.message)) return true;
  const code = 'code' in error ? String(error.code) : '';
  return UNREACHABLE.has(code) || UNAVAILABLE_SQL.test(code);
}

/** Every stable error code with the moment it occurs. A new code needs its HTTP status in `api/problems.ts`. */
export const ERROR_CODES = {
  MALFORMED: 'The request cannot be read: bad JSON, bad encoding, a bad cursor or a bad identifier.',
  INVALID_FIELDS: 'One or more fields break a rule; `errors` names each of them.',
  UNAUTHENTICATED: 'No valid token or session came with the request.',
  FORBIDDEN: 'The person is known but may not do this.',
  FORM_REFUSED: 'The form of a page came from another site, belongs to another session or was open for too long.',
  STEP_UP_REQUIRED: 'Signed in, but too long ago for this: show again who you are at `/confirm`.',
  SECOND_FACTOR_REQUIRED: 'Signed in by one factor where the organisation asks for two: set one up at `/security`.',
  NOT_ASSIGNEE: 'The task belongs to somebody else.',
  NOT_FOUND: 'There is no such thing, or the caller may not know of it.',
  METHOD_NOT_ALLOWED: 'The path exists, the method does not.',
  CONFLICT: 'The thing exists already or changed meanwhile.',
  STATE_CONFLICT: 'The thing is in a state that does not allow this.',
  GATE_PENDING: 'A gate of the engagement is being decided; wait for it or withdraw it.',
  TASK_CLOSED: 'The task has been decided or is no longer needed.',
  REQUEST_FROZEN:
    'A decision was reported as not made by its person; nothing goes on until an administrator settles it.',
  REQUEST_CLOSED: 'The request has ended.',
  SUBJECT_CHANGED: 'What is decided has changed since the person saw it.',
  COMMENT_REQUIRED: 'This decision needs a reason of at least two characters.',
  DECISION_REQUIRED: 'No choice was made.',
  TOO_QUICK: 'The decision came sooner than anybody can have read what it is about; send it again.',
  CODE_REQUIRED: 'This decision needs the one-time code sent by mail.',
  TARGET_NOT_REACHABLE: 'The request cannot be sent back to this step from there.',
  LINK_EXPIRED: 'The link is older than its time to live.',
  LINK_DEAD: 'The link no longer acts: the task moved on.',
  IDEMPOTENCY_KEY_REUSED: 'The Idempotency-Key was used before with another body.',
  IDEMPOTENCY_IN_PROGRESS: 'A request with this Idempotency-Key is still running.',
  IDEMPOTENCY_REPLY_ERASED:
    'The call with this Idempotency-Key was carried out and is not repeated; its answer went with the data of a person.',
  PRECONDITION_FAILED: 'If-Match names an older version.',
  BODY_TOO_LARGE: 'The body is larger than the limit.',
  HEADERS_TOO_LARGE: 'Address and headers are larger than the limit.',
  SHEET_UNREADABLE: 'The spreadsheet is broken, encrypted, in another encoding, holds formulas or breaks a limit.',
  FILE_INFECTED: 'The scanner found malware in the file; nothing of it was kept.',
  UNSUPPORTED_MEDIA_TYPE: 'The content type is not one that this route reads.',
  TOO_MANY_REQUESTS: 'Too many requests; Retry-After says when to come back.',
  UNAVAILABLE:
    'Temporal, its workers, PostgreSQL or the scanner of files are away, or there is too much to answer at once; nothing was done, try again.',
  INTERNAL: 'A defect of the product.',
  POLICY_INVALID: 'The approval policy breaks a rule that would fail later.',
  POLICY_NOT_FOUND: 'No policy has this key.',
  GATE_INCOMPLETE: 'Something that the gate needs is missing; `errors` names all of it.',
  BIDS_SEALED: 'Bids stay closed to everybody until they are opened after the deadline.',
  VENDOR_BARRED: 'The vendor is blocked, has ended or is flagged by the list of sanctioned parties; it takes no part.',
  BID_LATE: 'The deadline of the tender has passed.',
  OWN_SHEETS_FIRST: 'Evaluators judge independently: results open once their own score sheets are in.',
  CONFLICT_OF_INTEREST: 'Whoever has declared a conflict of interest judges no candidate of this tender.',
  TEAM_INCOMPLETE: 'A role that the transition needs has nobody; `errors` names all of them.',
  ROLE_CONFLICT: 'One person holds two roles that exclude each other; `errors` names them.',
  DISPUTE_TOO_LATE: 'The business days within which a service credit may be disputed are over.',
  GATE_NOT_OPEN: 'The engagement is not in the state in which this gate is passed.',
  ACTIVITY_MUST_BE_RETAINED: 'An activity on the prohibited list may not be outsourced.',
  CLAUSE_MISSING: 'A required clause is neither present nor waived.',
  PIA_MISSING: 'Data leaves the country and no privacy impact assessment speaks of the place.',
  COMMUNICATION_PLAN_MISSING:
    'Nobody has said how both sides talk, and it cannot be derived without a contact of the vendor.',
  SIGNING_BLOCKED: 'The authority has not heard of the contract long enough ago.',
  SUBCONTRACTOR_NOT_ALLOWED: 'The sub-contractor cannot stand there; `errors` says why.',
  MGMT_COST_UNDERESTIMATED: 'The management cost is below the floor and was not acknowledged.',
  INVALID_FORMULA: 'The formula uses something outside the allowed language.',
  UNKNOWN_VARIABLE: 'The formula names an input that does not exist.',
  EVIDENCE_REQUIRED: 'The KPI asks for a file that bears its value out, and none was handed in for the period.',
  INCONSISTENT_JUDGEMENTS: 'The pairwise judgements contradict each other (consistency ratio 0.10 or more).',
  DATASET_NOT_VERIFIED: 'A dataset has not been verified by reading it back.',
  DELETION_NOT_ALLOWED: 'A condition of the deletion gate is not met; `errors` names all of them.',
  PURGE_NOT_ALLOWED: 'A condition of the purge is not met; `errors` names all of them.',
  ERASURE_NOT_ALLOWED: 'The data of a person may not be erased yet; `errors` names all reasons.',
  SAMPLES_BUSY: 'Sample data is being loaded or removed.',
  SAMPLES_PRESENT: 'Sample data is there already; remove it first.',
  SAMPLES_IN_USE: 'Engagements that are no samples have to do with a sample vendor; `errors` names them.',
  NO_RATE: 'No exchange rate of the pair is on record on or before the day.',
  OUTGOING_NOT_ALLOWED: 'The setting outgoing-rules does not name the host or the port that is to be called.',
  LOCATION_NOT_ALLOWED: 'The place is outside the allowlist of the configuration.',
} as const satisfies Record<string, string>;

export type ErrorCode = keyof typeof ERROR_CODES;

/** One field or missing part: `path` in dotted form (`needs.swotItems`), `message` for a person. */
export interface Issue {
  readonly path: string;
  readonly message: string;
  /** Stable word for the reason, where programs tell such reasons apart. */
  readonly code?: string;
}

/** Why something may not be done: the answer of functions that refuse without throwing. */
export interface Refusal {
  readonly code: ErrorCode;
  readonly message: string;
  readonly errors?: readonly Issue[];
}

/** All that is missing at once, by the name of each condition; null where nothing is. */
export function refusalOf(code: ErrorCode, missing: Readonly<Record<string, string | null>>): Refusal | null {
  const errors = Object.entries(missing).flatMap(([path, message]) => (message === null ? [] : [{ path, message }]));
  return errors.length === 0 ? null : { code, message: errors.map(({ message }) => message).join(' '), errors };
}

/** The one error of the domain: a stable code, a sentence, and the fields concerned. */
export class DomainError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly errors: readonly Issue[] = [],
  ) {
    super(message);
    this.name = 'DomainError';
  }

  static from(refusal: Refusal): DomainError {
    return new DomainError(refusal.code, refusal.message, refusal.errors ?? []);
  }
}

/** A single field that breaks a rule. */
export const fieldError = (path: string, message: string): DomainError =>
  new DomainError('INVALID_FIELDS', `${path}: ${message}`, [{ path, message }]);

/** What a token of a person may be for. Without scopes it opens all that its person may do. */
export const TOKEN_SCOPES = ['read', 'write', 'decide', 'administer'] as const;
export type TokenScope = (typeof TOKEN_SCOPES)[number];

interface Called {
  readonly method: string;
  /** In OpenAPI form, below `/api/v1`. */
  readonly path: string;
  /** Who may call it. */
  readonly access: string | readonly string[];
}

const READS_BY_POST = /^\/calc\//;
/** Requests and their tasks, what administrators confirm for each other, and what a second person makes final. */
const DECIDES = /^\/(?:tasks|requests|proposals)(?:\/|$)|\/(?:confirm|approve)$/;
/** What one person makes final: it binds the organisation, or takes away what protected it. */
const SETTLES =
  /\/(?:consent|clear|release|confirmation)$|\/(?:corrections|milestones)\/\{\w+\}\/(?:accept|reject)$|\/clauses\/\{code\}\/waive$|\/disputes\/\{disputeId\}\/resolve$/;
/** People, and what lets people and machines in. */
const ADMINISTERS = /^\/(?:users|me)(?:\/|$)|^\/engagements\/\{id\}\/keys(?:\/|$)/;

/** The scope without which a token may not call a route. */
export function scopeFor({ method, path, access }: Called): TokenScope {
  if (method === 'get' || READS_BY_POST.test(path)) return 'read';
  if (DECIDES.test(path) || SETTLES.test(path)) return 'decide';
  const adminsOnly = Array.isArray(access) && access.length === 1 && access[0] === 'admin';
  return adminsOnly || ADMINISTERS.test(path) ? 'administer' : 'write';
}

/** Whether a token is for a route; one without scopes is for all of them. */
export const isWithin = (scopes: readonly TokenScope[] | null, needed: TokenScope): boolean =>
  scopes === null || scopes.includes(needed);

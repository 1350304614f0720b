import type { ZodType } from 'zod';
import type { KeyScope } from '../domain/people/key-scopes';
import type { Person, Role } from '../domain/people/people';
import type { Session } from '../db/stores/sessions';

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** What a handler knows of one call: parsed input, the person, business time, and ids for what it creates. */
export interface Call<P, Q, B> {
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  readonly actor: Person;
  readonly channel: 'api' | 'page';
  /** Of somebody who has signed in; null for programs. */
  readonly session: Session | null;
  /** Who made the token that came along; null where none did, or nobody is known. */
  readonly tokenById: string | null;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly requestId: string;
  /** Identity of what this call creates: the same for every repetition under one Idempotency-Key. */
  readonly newId: string;
  /** Content types that the caller accepts, as sent. */
  readonly accept: string;
  /** The `If-Match` header as sent; `checkIfMatch` honours it. */
  readonly ifMatch: string | null;
}

export interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A JSON value, or text, bytes or a stream when `content-type` is among the headers. */
  readonly body?: unknown;
}

/** Who may call: everybody, every signed-in person, people inside the organisation, or holders of one of the roles. */
export type Access = 'public' | 'signed-in' | 'insiders' | readonly Role[];

export interface RouteSpec<P, Q, B> {
  readonly method: Method;
  /** Path below `/api/v1` in OpenAPI form, for example `/engagements/{id}`. */
  readonly path: string;
  readonly summary: string;
  readonly tag: string;
  readonly access: Access;
  readonly params?: ZodType<P>;
  readonly query?: ZodType<Q>;
  readonly body?: ZodType<B>;
  /** Success status with the schema of its body (`null`: no body). */
  readonly answers: Readonly<Record<number, ZodType | null>>;
  /** The body is one file, handed on as an `Upload`, in place of JSON. */
  readonly upload?: boolean;
  /** The body is a spreadsheet (CSV, XLSX, or a form with one as `file`), handed on as its rows (`SheetRow[]`). */
  readonly sheet?: boolean;
  /** The body is one document, streamed to the store and handed on as an `IncomingDocument`. */
  readonly document?: boolean;
  /** Content types of a success that is not JSON. */
  readonly media?: readonly string[];
  /** Whether an Idempotency-Key is honoured; true for every POST unless said otherwise. */
  readonly idempotent?: boolean;
  /** Whether the change can be tied to the version that the caller has read: `If-Match` with an ETag. */
  readonly conditional?: boolean;
  /** Speaks `text/csv` beside JSON: a GET answers in it by `Accept`, other methods get such a body as plain text. */
  readonly csv?: boolean;
  /** Machines may call it with a key of this scope, in the engagement `{id}` of the path; without it, people only. */
  readonly keyScope?: KeyScope;
  /** Lets others in, changes what they may, or hands out or ends what cannot be had back: a session whose person has not lately shown who they are is refused. */
  readonly stepUp?: boolean;
  readonly handle: (call: Call<P, Q, B>) => Promise<Reply>;
}

/** A route with its input types erased: what the server mounts and the OpenAPI document lists. */
export interface Route extends Omit<RouteSpec<unknown, unknown, unknown>, 'handle' | 'params' | 'query' | 'body'> {
  readonly params?: ZodType;
  readonly query?: ZodType;
  readonly body?: ZodType;
  readonly handle: (call: Call<unknown, unknown, unknown>) => Promise<Reply>;
}

/** Declares one route; the one definition mounts the handler and writes the OpenAPI entry. */
export function route<P = unknown, Q = unknown, B = unknown>(spec: RouteSpec<P, Q, B>): Route {
  // The server parses params, query and body with this route's own schemas before it calls, so the types hold.
  return spec as unknown as Route;
}

export const ok = (body: unknown, headers?: Readonly<Record<string, string>>): Reply => ({
  status: 200,
  body,
  ...(headers && { headers }),
});
export const csv = (body: string, headers?: Readonly<Record<string, string>>): Reply => ({
  status: 200,
  headers: { ...headers, 'content-type': 'text/csv; charset=utf-8' },
  body,
});
export const created = (location: string, body: unknown): Reply => ({ status: 201, headers: { location }, body });
export const accepted = (body: unknown): Reply => ({ status: 202, body });

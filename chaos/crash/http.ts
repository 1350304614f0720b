import { type IncomingMessage, Server, ServerResponse } from 'node:http';
import { during, pass } from './points';

type Emit = (event: string, ...args: unknown[]) => boolean;
type End = (...args: unknown[]) => unknown;

/** At the arrival of each call that changes something, and before its answer leaves. */
export function hookHttp(): void {
  const emit: Emit = Reflect.get(Server.prototype, 'emit');
  // Its overloads cannot be said of a wrapper that passes on whatever it gets.
  const end = Reflect.get<object, string>(ServerResponse.prototype, 'end') as End;
  const emits = function (this: Server, event: string, ...args: unknown[]): boolean {
    const [request] = args;
    if (event !== 'request' || !isChange(request)) return emit.call(this, event, ...args);
    return during(routeOf(request), () => {
      pass('on arrival');
      return emit.call(this, event, ...args);
    });
  };
  const ends = function (this: ServerResponse, ...args: unknown[]): unknown {
    if (isChange(this.req)) pass('before its answer');
    return end.apply(this, args);
  };
  Object.assign(Server.prototype, { emit: emits });
  Object.assign(ServerResponse.prototype, { end: ends });
}

const isChange = (request: unknown): request is IncomingMessage =>
  typeof request === 'object' && request !== null && 'method' in request && request.method !== 'GET';

/** A route of the API or of pages, whatever it is about. */
function routeOf({ method = '', url = '' }: IncomingMessage): string {
  const [path = ''] = url.split('?');
  const name = path
    .replace(/^\/api\/v1/, '')
    .replace(/^\/a\/.*/, '/a/{link}')
    .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '{id}');
  return `${method} ${name}`;
}

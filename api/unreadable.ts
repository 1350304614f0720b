import { maxHeaderSize, type Server, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { v7 as uuidv7 } from 'uuid';
import { DomainError } from '../domain/errors';
import { problemOf } from './problems';

/** Answers what is not even HTTP, or too much of it, with a problem document: no route and no middleware ever sees it. */
export function answerUnreadable(server: Server): Server {
  return server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    // Somebody who has gone, or a connection of which an answer is already under way.
    if (error.code === 'ECONNRESET' || !socket.writable || socket.bytesWritten > 0) socket.destroy(error);
    else socket.end(answerTo(error));
  });
}

function answerTo({ code }: NodeJS.ErrnoException): string {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 'HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n';
  const requestId = uuidv7();
  const problem = problemOf(refusalOf(code), requestId);
  const body = JSON.stringify(problem);
  return [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    'Connection: close',
    'Content-Type: application/problem+json; charset=utf-8',
    'Cache-Control: no-store',
    `X-Request-Id: ${requestId}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n');
}

const refusalOf = (code: string | undefined): DomainError =>
  code === 'HPE_HEADER_OVERFLOW'
    ? new DomainError('HEADERS_TOO_LARGE', `Address and headers may have ${maxHeaderSize / 1024} KB together.`)
    : new DomainError('MALFORMED', 'The request is not readable as HTTP.');

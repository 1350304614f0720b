import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { Created, type Caller } from '../../bin/demo/http';
import type { Role } from '../../domain/people/people';

const Token = z.looseObject({ token: z.string() });

/** Makes a person of one role; answers their API token. */
export async function makeCaller(admin: Caller, role: Role): Promise<{ readonly id: string; readonly token: string }> {
  const email = `${role}-${randomUUID().slice(0, 8)}@fuzz.example`;
  const person = { email, name: `Fuzz ${role}`, roles: [role], timeZone: 'Asia/Shanghai' };
  const { id } = await admin({ method: 'POST', path: '/users', body: person }, Created);
  const made = await admin({ method: 'POST', path: `/users/${id}/tokens`, body: { name: 'fuzz' } }, Token);
  return { id, token: made.token };
}

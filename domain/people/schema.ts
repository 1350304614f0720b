import { z } from 'zod';
import { Key, LocalDate, ShortText, TimeZone, Uuid } from '../shapes';
import { LOCALES, ROLES } from './people';

/** One plain mailbox: no display name, quotes, comments or groups, so that nothing can be smuggled into a header. */
export const Email = z
  .string()
  .max(254)
  .regex(
    /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*$/,
    'is not an e-mail address',
  );

export const NewUser = z.strictObject({
  email: Email,
  name: ShortText.regex(/^[^\r\n]*$/, 'must be one line'),
  locale: z.enum(LOCALES).default('en'),
  timeZone: TimeZone.default('UTC'),
  roles: z.array(z.enum(ROLES)).max(ROLES.length).default([]),
  managerId: Uuid.nullable().optional(),
  departmentId: ShortText.nullable().optional(),
  digest: z.boolean().default(false),
});
export type NewUser = z.infer<typeof NewUser>;

export const UserPatch = z.strictObject({
  email: Email.optional(),
  name: NewUser.shape.name.optional(),
  locale: z.enum(LOCALES).optional(),
  timeZone: TimeZone.optional(),
  roles: z.array(z.enum(ROLES)).max(ROLES.length).optional(),
  managerId: Uuid.nullable().optional(),
  departmentId: ShortText.nullable().optional(),
  digest: z.boolean().optional(),
});
export type UserPatch = z.infer<typeof UserPatch>;

export const UserView = z.strictObject({
  id: Uuid,
  email: z.string(),
  name: z.string(),
  locale: z.enum(LOCALES),
  timeZone: z.string(),
  roles: z.array(z.enum(ROLES)),
  managerId: Uuid.nullable(),
  departmentId: z.string().nullable(),
  active: z.boolean(),
  digest: z.boolean(),
});

/** A department as the organisation's own systems name it. */
export const DepartmentId = ShortText;
export const DepartmentBody = z.strictObject({ name: ShortText, headId: Uuid.nullable().optional() });
export type DepartmentBody = z.infer<typeof DepartmentBody>;
export const Department = z.strictObject({ id: DepartmentId, name: ShortText, headId: Uuid.nullable() });
export type Department = Readonly<z.infer<typeof Department>>;

export const Absence = z
  .strictObject({
    from: LocalDate,
    to: LocalDate,
    substituteId: Uuid,
    policyKeys: z.array(Key).max(100).optional(),
    includePending: z.boolean().default(true),
  })
  .refine(({ from, to }) => from <= to, { path: ['to'], message: 'must not be before `from`' });
export type Absence = z.infer<typeof Absence>;

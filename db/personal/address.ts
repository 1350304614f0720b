/** SQL for whether a text holds an address that is no part of another one: wali@… does not name li@…, nor does li@example.com.cn. */
export const holdsAddress = (said: string): string =>
  `case when position(lower(:email) in lower(${said})) > 0
     then regexp_replace(${said}, :escapes, ' ', 'g') ~* :address else false end`;

/** What `holdsAddress` is asked with. */
export const addressBindings = (email: string) => ({
  email,
  // Line ends and the like as JSON writes them: their letter belongs to no address.
  escapes: '\\\\[bfnrt]',
  address: `(?<![[:alnum:]._%+-])${email.replace(/[^a-z0-9]/gi, '\\$&')}(?![[:alnum:]-]|\\.[[:alnum:]])`,
});

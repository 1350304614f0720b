/** Only a path of our own may follow a sign-in. */
export const localPath = (path: string): string => (/^\/(?![/\\])[\x21-\x7e]{0,500}$/.test(path) ? path : '/inbox');

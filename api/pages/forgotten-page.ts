import { Router } from 'express';
import { PASSWORD_LINK_MINUTES } from '../../domain/people/password-link';
import { TooManyRequests } from '../problems';
import { askForPassword } from '../sign-in/password-link';
import { checkForm, formField } from './csrf';
import type { Guarded } from './guard';
import { type PageDeps, type Reader, sendPage, shellFor } from './reader';
import type { Response } from 'express';

/** Where somebody without a password asks for a link to set one. The answer is the same whether or not there is such an account. */
export function forgottenPage(deps: PageDeps, { visitor }: Guarded): Router {
  const router = Router();
  const show = (res: Response, reader: Reader, { asked, status = 200 }: { asked: boolean; status?: number }): void => {
    const data = { shell: shellFor(reader, deps), asked, minutes: PASSWORD_LINK_MINUTES };
    sendPage(res, reader, { name: 'forgotten', status, data });
  };
  router.get(
    '/forgotten',
    visitor((_req, res, reader) => show(res, reader, { asked: false })),
  );
  router.post(
    '/forgotten',
    visitor(async (req, res, reader) => {
      checkForm(req, deps, reader.subject);
      try {
        await askForPassword(deps, req, formField(req, 'email'));
        show(res, reader, { asked: true });
      } catch (error) {
        if (!(error instanceof TooManyRequests)) throw error;
        res.set('retry-after', String(error.seconds));
        show(res, reader, { asked: false, status: 429 });
      }
    }),
  );
  return router;
}

import express, { Router } from 'express';
import { DomainError } from '../../domain/errors';
import { admitAll } from '../admission';
import { evidenceIntake } from '../kpi-form/files';
import { actionItemPages } from './action-item-pages';
import { adminPages } from './admin-pages';
import { assetsRouter } from './assets';
import { engagementPages } from './engagement-pages';
import { exchangeRatePage } from './exchange-rate-page';
import { exitPages } from './exit-pages';
import { followUpPages } from './follow-up-pages';
import { missingPage, pageErrors } from './errors';
import { formDocuments, formFiles } from './form-files';
import { guards } from './guard';
import { leaguePages } from './league-pages';
import { livePages } from './live-pages';
import { toEngagement, toRequest, toVendors } from './may-send';
import { pageHeaders } from './headers';
import { homePage } from './home-page';
import { inboxPage } from './inbox-page';
import { pageSheets } from './page-sheets';
import { belowPrefix } from './prefix';
import type { PageDeps } from './reader';
import { diagramFile } from './request-diagram';
import { requestPage } from './request-page';
import { requestPapers } from './request-papers';
import type { Requests } from './requests-port';
import { portfolioPages } from './portfolio-pages';
import { selectionQualityPages } from './selection-quality-pages';
import { recordFormPages } from './record-form-pages';
import { reviewPages } from './review-pages';
import { signInPages } from './sign-in-pages';
import { startPage } from './start-page';
import { settlementPages } from './settlement-pages';
import { tenderPages } from './tender-pages';
import { valuesPages } from './values-pages';
import { vendorPages } from './vendor-pages';

export interface PageParts {
  readonly requests: Requests;
  /** `/a/{token}`: GET, HEAD and POST of mailed decision links. */
  readonly decisionLinks?: Router;
  /** `/v/{token}`: the pages of invited vendors. */
  readonly vendorLinks?: Router;
  /** `/i/{token}`: the page of the vendor of a running service. */
  readonly serviceLinks?: Router;
  /** `/m/{token}`: reviews as whoever speaks for the vendor sees them. */
  readonly reviewLinks?: Router;
  /** `/k/{token}`: the values of a period that a vendor reports. */
  readonly valueLinks?: Router;
  /** `/q/{token}`: questionnaires. */
  readonly questionnaireLinks?: Router;
  /** `/f/{token}`: surveys. */
  readonly surveyLinks?: Router;
  /** `/s/{token}`: the settlement as whoever speaks for the vendor sees it. */
  readonly settlementLinks?: Router;
  /** Aborted when the process is to end: what follows a page ends with it. */
  readonly ending?: AbortSignal;
}

const FORM_LIMIT = 64 * 1024;
/** Where long forms are sent: values of a hundred KPIs with inputs and reasons, answers to five hundred lines of a
 * settlement, five hundred things that a vendor has of ours, a plan with two hundred kinds of data,
 * a hundred certificates of a vendor, a hundred KPIs. */
const VALUES_PATH =
  /^\/(?:(?:k|s|engagements\/[^/]+\/kpis|vendors\/[^/]+\/forms)\/[^/]+|engagements\/[^/]+\/forms\/(?:exit-(?:returns|plan)|kpis))$/;
const VALUES_FORM = { limit: 1024 * 1024, parameterLimit: 2_500 };
/** A policy of a hundred steps, or a matrix of two hundred rows. */
const POLICY_PATHS = ['/admin/new-policy', '/admin/policies/:key/edit'];
const POLICY_FORM = { limit: 1024 * 1024, parameterLimit: 10_000 };
/** Needs with two hundred activities or entries of a SWOT. */
const NEEDS_PATH = /^\/engagements\/[^/]+\/forms\/needs(?:-[a-z]+)?$/;
const LONG_FORMS = [
  [NEEDS_PATH, POLICY_FORM],
  [VALUES_PATH, VALUES_FORM],
  [POLICY_PATHS, POLICY_FORM],
] as const;

/** What was read as a long form is not read again. */
function readForms(pages: Router, deps: PageDeps): void {
  const reading = { extended: false, inflate: false } as const;
  for (const [path, form] of LONG_FORMS) pages.post(path, express.urlencoded({ ...reading, ...form }));
  pages.use(express.urlencoded({ ...reading, limit: FORM_LIMIT, parameterLimit: 250 }));
  pages.post(['/requests/:id/actions', '/requests/:id/tasks/:task'], formFiles(deps, toRequest));
  pages.post('/vendors/import', formFiles(deps, toVendors));
  pages.post(
    '/engagements/:id/kpis/:period',
    formDocuments(deps, toEngagement('report'), evidenceIntake(deps.documents)),
  );
  pages.post('/engagements/:id/forms/document', formDocuments(deps, toEngagement('edit')));
}

/** Pages behind mailed links come before those that ask for a sign-in. */
function linksOf({ decisionLinks, vendorLinks, serviceLinks, ...others }: PageParts): readonly Router[] {
  const { reviewLinks, valueLinks, surveyLinks, settlementLinks, questionnaireLinks } = others;
  const ofService = [serviceLinks, reviewLinks, valueLinks, settlementLinks];
  const all = [decisionLinks, vendorLinks, ...ofService, surveyLinks, questionnaireLinks];
  return all.filter((router) => router !== undefined);
}

/** All pages: server-rendered, and whole without scripts; the same reads and the same gateway calls as the API. */
export function createPages(deps: PageDeps, parts: PageParts): Router {
  const { requests } = parts;
  const guarded = guards(deps);
  const router = Router({ caseSensitive: true });
  const pages = Router({ caseSensitive: true });
  pages.use(deps.admit ?? admitAll, belowPrefix(deps.config.publicUrl), pageHeaders, pageSheets);
  readForms(pages, deps);
  for (const links of linksOf(parts)) pages.use(links);
  pages.use(
    ...signInPages(deps, guarded, requests),
    startPage(deps, guarded, requests),
    homePage(deps, guarded, requests),
    inboxPage(deps, guarded, requests),
    requestPapers(deps, guarded, requests),
    requestPage(deps, guarded, requests),
    diagramFile(deps, guarded, requests),
    actionItemPages(deps, guarded, requests),
    tenderPages(deps, guarded, requests),
    followUpPages(deps, guarded, requests),
    exitPages(deps, guarded, requests),
    settlementPages(deps, guarded, requests),
    valuesPages(deps, guarded, requests),
    recordFormPages(deps, guarded, requests),
    exchangeRatePage(deps, guarded, requests),
    engagementPages(deps, guarded, requests),
    portfolioPages(deps, guarded, requests),
    reviewPages(deps, guarded, requests),
    vendorPages(deps, guarded, requests),
    leaguePages(deps, guarded, requests),
    selectionQualityPages(deps, guarded, requests),
    adminPages(deps, guarded, requests),
    livePages(deps, guarded, { requests, ending: parts.ending ?? new AbortController().signal }),
  );
  pages.use(missingPage, () => {
    throw new DomainError('NOT_FOUND', 'There is nothing at this address.');
  });
  pages.use(pageErrors(deps));
  router.use(assetsRouter(), pages);
  return router;
}

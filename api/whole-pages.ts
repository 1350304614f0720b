import type { Router } from 'express';
import { decisionLinks } from './decision-links';
import { createPages } from './pages';
import { questionnaireLinks } from './questionnaire-links';
import { requestsPort } from './requests-port';
import { reviewLinks } from './review-links';
import { serviceLinks } from './service-links';
import type { Services } from './services';
import { settlementLinks } from './settlement-links';
import { surveyLinks } from './survey-links';
import { valueLinks } from './value-links';
import { vendorLinks } from './vendor-links';

/** All pages of a product, with those behind every kind of mailed link. `ending` is aborted when the process is to end. */
export const wholePages = (services: Services, ending?: AbortSignal): Router =>
  createPages(services, {
    ...(ending && { ending }),
    requests: requestsPort(services),
    decisionLinks: decisionLinks(services),
    vendorLinks: vendorLinks(services),
    serviceLinks: serviceLinks(services),
    reviewLinks: reviewLinks(services),
    valueLinks: valueLinks(services),
    surveyLinks: surveyLinks(services),
    questionnaireLinks: questionnaireLinks(services),
    settlementLinks: settlementLinks(services),
  });

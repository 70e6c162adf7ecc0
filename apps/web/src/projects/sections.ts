import type { TFunction } from 'i18next';

interface Section {
  appendix: string;
  section: string;
  title: string;
}

/** A section as its table names it; a table without sections goes by its appendix. */
export const sectionName = (t: TFunction, { appendix, section, title }: Section): string =>
  section ? `${section}. ${title}` : t('plans.appendix', { appendix });

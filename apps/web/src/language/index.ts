import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en } from './en';
import { singular } from './en/singular';
import { vi, type Words } from './vi';

export type Language = 'vi' | 'en';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: Words };
  }
}

const remembered = (): Language => (localStorage.getItem('tiendo.language') === 'en' ? 'en' : 'vi');

/** Vietnamese first, English second; both complete (the compiler compares them). */
export const i18n = i18next.createInstance();
void i18n.use(initReactI18next).init({
  lng: remembered(),
  fallbackLng: 'vi',
  resources: { vi: { translation: vi }, en: { translation: en } },
  interpolation: { escapeValue: false },
  initAsync: false,
});
i18n.addResourceBundle('en', 'translation', singular, true);
document.documentElement.lang = i18n.language;

/** Switches the page and remembers it on this machine. */
export function speak(language: Language): void {
  localStorage.setItem('tiendo.language', language);
  document.documentElement.lang = language;
  void i18n.changeLanguage(language);
}

export const language = (): Language => (i18n.language === 'en' ? 'en' : 'vi');

/** The sentence of an answer that carries both languages. */
export const said = (both: { vi: string; en: string }): string => (language() === 'en' ? both.en || both.vi : both.vi);

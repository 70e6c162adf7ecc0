import { useTranslation } from 'react-i18next';
import { readAgain } from '../api/queries';
import { language, speak } from './index';
import style from './language.module.css';

/** Two words, the one in use marked. Sentences from the server are asked for again in the other language. */
export function LanguageSwitch() {
  const { t } = useTranslation();
  const now = language();
  const choose = (to: 'vi' | 'en') => {
    speak(to);
    void readAgain();
  };
  return (
    <fieldset className={style.switch}>
      <legend className="visually-hidden">{t('frame.language')}</legend>
      <button type="button" lang="vi" aria-pressed={now === 'vi'} onClick={() => choose('vi')} title="Tiếng Việt">
        VI
      </button>
      <button type="button" lang="en" aria-pressed={now === 'en'} onClick={() => choose('en')} title="English">
        EN
      </button>
    </fieldset>
  );
}

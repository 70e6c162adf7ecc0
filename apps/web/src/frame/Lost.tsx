import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { PageHead } from './PageHead';
import { Empty } from './states';

export function Lost() {
  const { t } = useTranslation();
  return (
    <>
      <PageHead title={t('frame.lost')} />
      <Empty action={<Link to="/start">{t('frame.lostBack')}</Link>}>{t('frame.lostText')}</Empty>
    </>
  );
}

import { Button, NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/queries';
import { at } from '../api/routes';
import type { TargetView } from '../api/tables';
import type { TargetForm } from './TargetActions';
import style from './targets.module.css';

/** Last year's results that this target continues; whoever looks after the links may tie another, or part one. */
export function Baselines({
  view,
  choose,
  past,
}: {
  view: TargetView;
  choose: (form: TargetForm, of: string) => void;
  past: boolean;
}) {
  const { t } = useTranslation();
  const [plan = ''] = view.id.split('/');
  const may = view.may.includes('link-item') && !past;
  const all = useRead<{ rows: { item: string; title: string; target: string | null }[] }>(
    may ? at('/baselines/{plan}', plan) : null,
  );
  const others = (all.data?.rows ?? []).filter((it) => it.target !== view.item);
  return (
    <section className={style.box}>
      <h2>{t('targets.baseline')}</h2>
      {view.baselines.length === 0 && <p className={style.note}>{t('targets.noBaseline')}</p>}
      {view.baselines.map((one) => (
        <div key={one.item}>
          <p>
            {one.year}: <strong>{one.result || '—'}</strong> ({t(`targets.states.${one.verdict}`).toLowerCase()})
            <span className={style.note}>
              {' '}
              {one.item} · {one.title}
            </span>
          </p>
          {may && (
            <Button size="xs" variant="default" onClick={() => choose('unlink-baseline', one.item)}>
              {t('targets.forms.unlink-baseline.title')}
            </Button>
          )}
        </div>
      ))}
      {may && others.length > 0 && (
        <NativeSelect
          label={t('targets.forms.link-baseline.title')}
          value=""
          onChange={(event) => event.currentTarget.value && choose('link-baseline', event.currentTarget.value)}
          data={[
            { value: '', label: t('forms.choose') },
            ...others.map((it) => ({ value: it.item, label: `${it.item} ${it.title.slice(0, 80)}` })),
          ]}
        />
      )}
    </section>
  );
}

import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { send } from '../api/client';
import { Refused } from '../api/problem';
import { readAgain, useRead } from '../api/queries';
import { at } from '../api/routes';
import { Failed, Loading } from '../frame/states';
import { useToast } from '../frame/Toasts';
import { Wide } from '../frame/Wide';
import { useMay } from '../session/Session';
import style from './years.module.css';

interface Row {
  code: string;
  kind: 'item' | 'target' | 'result';
  title: string;
  proposed: { code: string; title: string; similarity: number } | null;
  linked: string | null;
}

/** Rows that are the same thing a year before: as proposed, or as a person says, one by one or all at once. */
export function TiedRows({ plan, earlier }: { plan: string; earlier: string }) {
  const { t } = useTranslation();
  const toast = useToast();
  const may = useMay('import-plan');
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const links = useRead<{ rows: Row[] }>(at('/plans/{plan}/links', plan), { earlier });
  const before = useRead<{ rows: Row[] }>(at('/plans/{plan}/links', earlier), { earlier: plan });
  if (links.error && !links.data) return <Failed error={links.error} again={links.refetch} />;
  if (!links.data) return <Loading />;
  const open = links.data.rows.filter((it) => it.linked === null && it.proposed !== null);
  const known = before.data?.rows ?? [];

  async function ask(path: ReturnType<typeof at>, body: unknown) {
    setBusy(true);
    setRefusal(null);
    try {
      await send(path, body);
      await readAgain();
      toast(t('years.tied'));
    } catch (error) {
      setRefusal(error instanceof Refused ? error.problem.detail : String(error));
    }
    setBusy(false);
  }
  const tie = (code: string, to: string) => ask(at('/plans/{plan}/links', plan), { earlier, rows: [{ code, earlier: to }] });
  const untie = (code: string) => ask(at('/plans/{plan}/links/removal', plan), { earlier, rows: [code] });

  return (
    <section>
      <h2 className={style.section}>{t('years.rows')}</h2>
      {may && open.length > 0 && (
        <div className={style.bar}>
          <Button loading={busy} onClick={() => void ask(at('/plans/{plan}/links', plan), { earlier })}>
            {t('years.acceptAll', { count: open.length })}
          </Button>
        </div>
      )}
      {refusal && (
        <p role="alert" className={style.refusal}>
          {refusal}
        </p>
      )}
      <Wide className={style.scroll} label={t('years.rows')}>
        <table className={style.table}>
          <caption className="visually-hidden">{t('years.rows')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('years.columns.row')}</th>
              <th scope="col">{t('years.columns.earlier')}</th>
              {may && <th scope="col">{t('years.columns.act')}</th>}
            </tr>
          </thead>
          <tbody>
            {links.data.rows.map((row) => (
              <tr key={`${row.kind} ${row.code}`} data-linked={row.linked ?? undefined}>
                <th scope="row">
                  <span className={style.code}>{row.code}</span> {row.title}
                  <span className={style.under}>{t(`years.kinds.${row.kind}`)}</span>
                </th>
                <td>
                  <Earlier row={row} known={known} />
                </td>
                {may && (
                  <td>
                    <div className={style.acts}>
                      {row.linked === null && row.proposed && (
                        <Button size="xs" loading={busy} onClick={() => row.proposed && void tie(row.code, row.proposed.code)}>
                          {t('years.accept')}
                        </Button>
                      )}
                      {row.linked !== null && (
                        <Button size="xs" variant="default" loading={busy} onClick={() => void untie(row.code)}>
                          {t('years.untie')}
                        </Button>
                      )}
                      <select
                        className={style.pick}
                        aria-label={`${t('years.other')}: ${row.code}`}
                        value=""
                        disabled={busy}
                        onChange={(event) => void tie(row.code, event.currentTarget.value)}
                      >
                        <option value="">{t('years.choose')}</option>
                        {known
                          .filter((it) => it.kind === (row.kind === 'item' ? 'item' : 'target') && it.code !== row.linked)
                          .map((it) => (
                            <option key={it.code} value={it.code}>
                              {it.code} {it.title.slice(0, 60)}
                            </option>
                          ))}
                      </select>
                    </div>
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
    </section>
  );
}

function Earlier({ row, known }: { row: Row; known: readonly Row[] }) {
  const { t } = useTranslation();
  if (row.linked !== null)
    return (
      <>
        <span className={style.code}>{row.linked}</span> {known.find((it) => it.code === row.linked)?.title}
        <span className={style.under}>{t('years.linked')}</span>
      </>
    );
  if (!row.proposed) return <span className={style.under}>{t('years.unlike')}</span>;
  return (
    <>
      <span className={style.code}>{row.proposed.code}</span> {row.proposed.title}
      <span className={style.under}>{t('years.proposed', { percent: Math.round(row.proposed.similarity * 100) })}</span>
    </>
  );
}

import { Button, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportReport } from '../api/answers';
import { sendFile } from '../api/client';
import { at } from '../api/routes';
import { PageHead } from '../frame/PageHead';
import { Failed, Loading } from '../frame/states';
import { useToast } from '../frame/Toasts';
import { useMay } from '../session/Session';
import { Differences } from './Differences';
import { DropFile } from './DropFile';
import { FindingList } from './FindingList';
import { ImportCounts } from './ImportCounts';
import style from './plans.module.css';

/** Nhập kế hoạch: the file is read and shown first; nothing is written before somebody confirms what was read. */
export function ImportPage() {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const toast = useToast();
  const may = useMay('import-plan');
  const [file, setFile] = useState<File | null>(null);
  const [report, setReport] = useState<ImportReport | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const [document, setDocument] = useState('');

  async function run(chosen: File, dryRun: boolean, leaveOut = false) {
    setFile(chosen);
    setError(null);
    setBusy(true);
    try {
      const confirm = dryRun ? undefined : report?.file.sha256;
      const answer = await sendFile<ImportReport>(at('/plans/import'), chosen, {
        dryRun,
        confirm,
        leaveOut: leaveOut || undefined,
        document: (!dryRun && document.normalize('NFC').trim()) || undefined,
      });
      setReport(answer);
      if (!dryRun) {
        await client.invalidateQueries();
        toast(t('imports.written', { count: answer.eventsWritten }));
      }
    } catch (failure) {
      setError(failure);
      if (dryRun) setReport(null);
    }
    setBusy(false);
  }

  const step = report === null ? 1 : report.dryRun ? 2 : 3;
  return (
    <>
      <PageHead title={t('imports.title')} over={<Link to="/plans">{t('plans.title')}</Link>} lead={t('imports.lead')} />
      <ol className={style.steps}>
        {(['choose', 'check', 'written'] as const).map((it, i) => (
          <li
            key={it}
            data-now={step === i + 1 || undefined}
            data-done={step > i + 1 || undefined}
            aria-current={step === i + 1 ? 'step' : undefined}
          >
            <span aria-hidden="true">{step > i + 1 ? '✓' : i + 1}</span>
            {t(`imports.steps.${it}`)}
          </li>
        ))}
      </ol>
      {!may && <p className={style.severityLead}>{t('frame.forbiddenHelp')}</p>}
      {may && (step === 1 || error !== null) && <DropFile busy={busy} choose={(chosen) => void run(chosen, true)} />}
      {error !== null && <Failed error={error} />}
      {busy && report === null && <Loading rows={5} />}
      {report && (
        <>
          <ImportCounts report={report} />
          {report.dryRun && (
            <div className={style.confirm}>
              <p>
                {report.unchanged
                  ? t('imports.unchanged')
                  : report.counts.findings.blocking > 0
                    ? t(report.mayLeaveOut ? 'imports.badRows' : 'imports.blocked', { count: report.counts.findings.blocking })
                    : report.differences.length > 0
                      ? t('imports.changes', { count: report.differences.length })
                      : t('imports.ready', { tasks: report.tasks })}
              </p>
              {report.differences.length > 0 && (
                <TextInput
                  label={t('imports.document')}
                  value={document}
                  onChange={(event) => setDocument(event.currentTarget.value)}
                  maxLength={120}
                />
              )}
              <div className={style.choices}>
                {report.mayLeaveOut && !report.unchanged && (
                  <Button variant="default" loading={busy} disabled={!file} onClick={() => file && void run(file, false, true)}>
                    {t('imports.leaveOut', { count: report.counts.findings.blocking })}
                  </Button>
                )}
                <Button
                  disabled={report.unchanged || report.counts.findings.blocking > 0 || !file}
                  loading={busy}
                  onClick={() => file && void run(file, false)}
                >
                  {t('imports.confirm')}
                </Button>
                <Button
                  variant="default"
                  onClick={() => {
                    setReport(null);
                    setFile(null);
                  }}
                >
                  {t('imports.another')}
                </Button>
              </div>
            </div>
          )}
          {report.leftToOthers.length > 0 && (
            <div className={style.confirm}>
              <p>{t('imports.left')}</p>
              <ul>
                {report.leftToOthers.map((it) => (
                  <li key={`${it.task} ${it.code}`}>
                    {it.task}: {i18n.language === 'en' ? it.en : it.vi}
                  </li>
                ))}
              </ul>
            </div>
          )}
          {!report.dryRun && (
            <p className={style.written}>
              {t('imports.done', { count: report.eventsWritten })}{' '}
              <Link to="/plans/$id" params={{ id: report.plan }} search={{ part: 'findings' }}>
                {t('imports.toFindings')}
              </Link>
            </p>
          )}
          <Differences rows={report.differences} />
          <FindingList findings={report.findings} plan={null} />
        </>
      )}
    </>
  );
}

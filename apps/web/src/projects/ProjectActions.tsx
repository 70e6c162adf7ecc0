import { useTranslation } from 'react-i18next';
import { at } from '../api/routes';
import type { ProjectView } from '../api/tables';
import type { Asked } from '../form/asked';
import { CommandForm } from '../form/CommandForm';
import { Doing } from '../form/Doing';
import { today } from '../language/dates';
import { exact } from '../language/numbers';
import own from '../targets/targets.module.css';

const forms = ['disburse', 'accept', 'withdraw-acceptance', 'change-money', 'change-owner', 'withdraw-disbursement'] as const;
export type ProjectForm = (typeof forms)[number];

/** Paying, accepting, and what a document changes. Which of them is offered the server says. */
export function ProjectActions({ view, unit, chosen, of, choose, past }: ProjectActionsProps) {
  const { t } = useTranslation();
  const [plan = '', item = ''] = view.id.split('/');
  const reason: Asked = { name: 'reason', kind: 'long', label: t('forms.fields.reason'), required: true };
  const document: Asked = { name: 'document', kind: 'document', label: t('forms.fields.document') };
  const note: Asked = { name: 'note', kind: 'long', label: t('forms.fields.note') };
  const amount = (name: 'amount' | 'total' | 'allotted'): Asked => ({
    name,
    kind: 'amount',
    label: t(`projects.fields.${name}`),
    unit,
    help: t('projects.help.amount'),
  });
  const day = (name: 'paidOn' | 'acceptedOn'): Asked => ({
    name,
    kind: 'day',
    label: t(`projects.fields.${name}`),
    required: true,
  });
  // Opened from the payment that is wrong, never by itself.
  const offered = forms.filter(
    (it) => view.may.includes(it) && (it !== 'withdraw-disbursement' || (chosen === it && of !== undefined)),
  );
  return (
    <Doing offered={offered} titleOf={(it) => t(`projects.forms.${it}.title`)} chosen={chosen} choose={choose} past={past}>
      {(name, close) => {
        const shared = {
          name,
          about: of ? `${view.id}#${of}` : view.id,
          submit: t(`projects.forms.${name}.submit`),
          said: t(`projects.forms.${name}.done`),
          done: close,
          cancel: close,
        };
        switch (name) {
          case 'disburse':
            return (
              <CommandForm
                {...shared}
                path={at('/projects/{plan}/{item}/disbursements', plan, item)}
                asked={[
                  { ...amount('amount'), required: true },
                  day('paidOn'),
                  document,
                  { name: 'evidence', kind: 'evidence', label: t('forms.fields.evidence') },
                  note,
                ]}
                begin={{ paidOn: today() }}
              >
                <p className={own.note}>
                  {t('projects.soFar', { disbursed: exact(view.disbursed), total: exact(view.total), unit })}
                </p>
              </CommandForm>
            );
          case 'withdraw-disbursement':
            return (
              <CommandForm
                {...shared}
                path={at('/projects/{plan}/{item}/disbursements/{disbursement}/withdrawal', plan, item, of ?? '')}
                asked={[reason]}
                grave
              />
            );
          case 'accept':
            return (
              <CommandForm
                {...shared}
                path={at('/projects/{plan}/{item}/acceptance', plan, item)}
                asked={[day('acceptedOn'), { ...document, required: true }, note]}
                begin={{ acceptedOn: today() }}
                ifMatch={view.version}
              >
                <p className={own.note}>
                  {t('projects.soFar', { disbursed: exact(view.disbursed), total: exact(view.total), unit })}
                </p>
              </CommandForm>
            );
          case 'withdraw-acceptance':
            return (
              <CommandForm
                {...shared}
                path={at('/projects/{plan}/{item}/acceptance/withdrawal', plan, item)}
                asked={[reason]}
                grave
              />
            );
          case 'change-money':
            return (
              <CommandForm
                {...shared}
                path={at('/projects/{plan}/{item}/money', plan, item)}
                asked={[amount('total'), amount('allotted'), reason, { ...document, required: true }]}
                ifMatch={view.version}
              />
            );
          case 'change-owner':
            return (
              <CommandForm
                {...shared}
                path={at('/projects/{plan}/{item}/owner', plan, item)}
                asked={[
                  { name: 'to', kind: 'agency', label: t('projects.fields.to'), required: true },
                  reason,
                  { ...document, required: true },
                ]}
                ifMatch={view.version}
                grave
              />
            );
        }
      }}
    </Doing>
  );
}

interface ProjectActionsProps {
  view: ProjectView;
  unit: string;
  chosen: string | undefined;
  /** The payment that a form is about. */
  of: string | undefined;
  choose: (form: ProjectForm | undefined, of?: string) => void;
  past: boolean;
}

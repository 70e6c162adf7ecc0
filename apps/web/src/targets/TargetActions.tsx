import { useTranslation } from 'react-i18next';
import type { Agency, AgencyGroup, Rows } from '../api/answers';
import { useRead } from '../api/queries';
import { at } from '../api/routes';
import type { TargetView } from '../api/tables';
import type { Asked } from '../form/asked';
import { CommandForm } from '../form/CommandForm';
import { Doing } from '../form/Doing';
import { today } from '../language/dates';
import { measurementBegins, measurementOf, measuring } from './asking';
import { ComponentLine } from './parts';
import { bodiesAsked, bodiesBegin, bodiesOf, readingAsked, readingBegins, readingOf } from './settling';
import style from './targets.module.css';

const forms = [
  'measure',
  'judge',
  'not-measurable',
  'exempt',
  'change-bodies',
  'change-reading',
  'link-item',
  'unlink-item',
  'correct',
  'link-baseline',
  'unlink-baseline',
] as const;
export type TargetForm = (typeof forms)[number];

/** Measuring, putting a figure right, and the monitoring body's word. Which of them is offered the server says. */
export function TargetActions({ view, chosen, of, choose, past }: TargetActionsProps) {
  const { t } = useTranslation();
  const [plan = '', item = ''] = view.id.split('/');
  const may = (action: TargetView['may'][number]) => view.may.includes(action);
  const permitted: Readonly<Record<TargetForm, boolean>> = {
    measure: may('measure'),
    judge: may('judge'),
    'not-measurable': may('judge'),
    exempt: may('judge'),
    'change-bodies': may('change-bodies'),
    'change-reading': may('change-reading'),
    'link-item': may('link-item') && view.sameAs === null,
    'unlink-item': may('unlink-item'),
    // Opened from the figure that is wrong, never by itself.
    'link-baseline': may('link-item') && chosen === 'link-baseline' && of !== undefined,
    'unlink-baseline': may('link-item') && chosen === 'unlink-baseline' && of !== undefined,
    correct: may('withdraw-measurement') && chosen === 'correct' && of !== undefined,
  };
  const agencies = useRead<Rows<Agency>>(chosen === 'change-bodies' ? at('/agencies') : null).data?.rows ?? [];
  const groups = useRead<Rows<AgencyGroup>>(chosen === 'change-bodies' ? at('/agency-groups') : null).data?.rows ?? [];
  const bodies = [
    ...groups.map((it) => ({ value: `group ${it.id}`, label: it.name })),
    ...agencies.map((it) => ({ value: `agency ${it.id}`, label: it.name })),
  ];
  const reason: Asked = { name: 'reason', kind: 'long', label: t('forms.fields.reason'), required: true };
  const document: Asked = { name: 'document', kind: 'document', label: t('forms.fields.document') };
  const like = [...view.figures, ...view.shares].find((it) => it.measurement === of);
  return (
    <Doing
      offered={forms.filter((it) => permitted[it])}
      titleOf={(it) => t(`targets.forms.${it}.title`)}
      chosen={chosen}
      choose={choose}
      past={past}
    >
      {(name, close) => {
        const shared = {
          name,
          about: of ? `${view.id}#${of}` : view.id,
          submit: t(`targets.forms.${name}.submit`),
          said: t(`targets.forms.${name}.done`),
          done: close,
          cancel: close,
        };
        const judgement = { ...shared, path: at('/targets/{plan}/{item}/judgements', plan, item), ifMatch: view.version };
        switch (name) {
          case 'measure':
            return (
              <CommandForm
                {...shared}
                key={of}
                path={at('/targets/{plan}/{item}/measurements', plan, item)}
                asked={measuring(view, t)}
                begin={measurementBegins(view, like, today())}
                body={(given) => measurementOf(view, given)}
              >
                {view.scopes.length === 1 && view.scopes[0] === 'own' && <p className={style.note}>{t('targets.ownShare')}</p>}
              </CommandForm>
            );
          case 'correct':
            return (
              <CommandForm
                {...shared}
                path={at('/targets/{plan}/{item}/measurements/{measurement}/withdrawal', plan, item, of ?? '')}
                asked={[reason]}
                done={() => (may('measure') ? choose('measure', of) : close())}
                grave
              >
                <p className={style.note}>{t('targets.correcting')}</p>
              </CommandForm>
            );
          case 'judge':
            return (
              <CommandForm
                {...judgement}
                asked={[
                  {
                    name: 'verdict',
                    kind: 'choice',
                    label: t('targets.fields.verdict'),
                    required: true,
                    options: (['met', 'not-met'] as const).map((it) => ({ value: it, label: t(`targets.states.${it}`) })),
                  },
                  { ...reason, required: false, help: t('targets.help.reason') },
                  document,
                ]}
              >
                <div>
                  {view.components.map((it, nth) => (
                    <ComponentLine key={it.key} component={it} before={view.baselines[0]?.values[nth] ?? null} named />
                  ))}
                </div>
                <p className={style.note}>{t(`targets.figuresSay.${view.figuresSay ?? 'nothing'}`)}</p>
              </CommandForm>
            );
          case 'not-measurable':
          case 'exempt':
            return (
              <CommandForm {...judgement} asked={[reason, document]} body={(given) => ({ ...given, verdict: name })}>
                <p className={style.note}>{t(`targets.forms.${name}.help`)}</p>
              </CommandForm>
            );
          case 'change-bodies':
            return (
              <CommandForm
                {...shared}
                path={at('/targets/{plan}/{item}/bodies', plan, item)}
                asked={bodiesAsked(bodies, t)}
                begin={bodiesBegin(view)}
                body={(given, values) => bodiesOf(given, values, bodies)}
                ifMatch={view.version}
              />
            );
          case 'change-reading':
            return (
              <CommandForm
                {...shared}
                path={at('/targets/{plan}/{item}/reading', plan, item)}
                asked={readingAsked(view, t)}
                begin={readingBegins(view)}
                body={(given) => readingOf(given, view)}
                ifMatch={view.version}
              >
                <p className={style.note}>{t('targets.forms.change-reading.help')}</p>
              </CommandForm>
            );
          case 'link-baseline':
            return (
              <CommandForm
                {...shared}
                path={at('/baselines/{plan}/{item}/target', plan, of ?? '')}
                asked={[reason]}
                body={(given) => ({ ...given, target: item })}
              >
                <p className={style.note}>{of}</p>
              </CommandForm>
            );
          case 'unlink-baseline':
            return (
              <CommandForm
                {...shared}
                path={at('/baselines/{plan}/{item}/target/removal', plan, of ?? '')}
                asked={[reason]}
                grave
              >
                <p className={style.note}>{of}</p>
              </CommandForm>
            );
          case 'link-item':
            return (
              <CommandForm
                {...shared}
                path={at('/targets/{plan}/{item}/same-item', plan, item)}
                asked={[
                  { name: 'item', kind: 'words', label: t('targets.fields.item'), required: true, help: t('targets.help.item') },
                  reason,
                ]}
              />
            );
          case 'unlink-item':
            return (
              <CommandForm {...shared} path={at('/targets/{plan}/{item}/same-item/removal', plan, item)} asked={[reason]} grave />
            );
        }
      }}
    </Doing>
  );
}

interface TargetActionsProps {
  view: TargetView;
  chosen: string | undefined;
  /** The figure that a form is about. */
  of: string | undefined;
  choose: (form: TargetForm | undefined, of?: string) => void;
  past: boolean;
}

import { useTranslation } from 'react-i18next';
import type { ProjectView } from '../api/tables';
import { exact } from '../language/numbers';
import own from '../targets/targets.module.css';

const width = 320;

/** What was paid against what was allotted and what it may cost in all; the three numbers stand below as a table. */
export function Money({ it, unit }: { it: ProjectView; unit: string }) {
  const { t } = useTranslation();
  const [total, allotted, disbursed] = [it.total, it.allotted, it.disbursed].map((one) => (one === null ? 0 : Number(one)));
  const top = Math.max(total ?? 0, allotted ?? 0, disbursed ?? 0);
  const at = (value: number | undefined) => (top === 0 ? 0 : ((value ?? 0) / top) * width);
  return (
    <>
      {top > 0 && (
        <svg className={own.money} viewBox={`0 0 ${width} 22`} preserveAspectRatio="none" aria-hidden="true">
          <rect y="6" width={at(total)} height="10" rx="2" className={own.track} />
          <rect y="6" width={at(disbursed)} height="10" rx="2" className={own.bar} />
          {it.allotted !== null && <rect x={Math.max(0, at(allotted) - 2)} width="2.5" height="22" className={own.tick} />}
        </svg>
      )}
      <table className={own.small}>
        <caption className="visually-hidden">{t('projects.money')}</caption>
        <tbody>
          {(['total', 'allotted', 'disbursed'] as const).map((column) => (
            <tr key={column}>
              <th scope="row">
                {t(`projects.columns.${column}`)}
                {column === 'allotted' && it.year && ` (${it.year})`}
              </th>
              <td className={own.num}>
                <strong>{exact(it[column])}</strong> {it[column] !== null && unit}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

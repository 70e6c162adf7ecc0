import type { TargetComponent } from '../api/tables';
import { exact } from '../language/numbers';
import style from './targets.module.css';

const width = 200;

/**
 * One threshold as a picture: the bar is the figure, the dark line the threshold, the hollow mark last year's result. The same
 * three numbers always stand beside it as text.
 */
export function Bullet({ asks, figure, before }: BulletProps) {
  if (asks.value === null) return null;
  const [threshold, now, was] = [asks.value, figure, before].map((it) => (it === null ? null : Number(it)));
  const known = [threshold, now, was].flatMap((it) => it ?? []);
  const top = asks.kind === 'percent' ? Math.max(100, ...known) : Math.max(1, ...known) * 1.25;
  const at = (value: number) => Math.max(0, Math.min(width, (value / top) * width));
  return (
    <svg className={style.bullet} viewBox={`0 0 ${width} 18`} aria-hidden="true">
      <rect y="5" width={width} height="8" rx="2" className={style.track} />
      {now !== null && now !== undefined && (
        <rect y="5" width={Math.max(2, at(now))} height="8" rx="2" className={style.bar} data-holds={String(asks.holds)} />
      )}
      {was !== null && was !== undefined && (
        <path d={`M${at(was)} 5 l4 4 -4 4 -4 -4 z`} className={style.ghost} data-before={exact(before)} />
      )}
      {threshold !== null && threshold !== undefined && (
        <rect x={Math.min(width - 2, at(threshold) - 1)} width="2.5" height="18" className={style.tick} />
      )}
    </svg>
  );
}

interface BulletProps {
  asks: Pick<TargetComponent, 'kind' | 'value' | 'holds'>;
  figure: string | null;
  before: string | null;
}

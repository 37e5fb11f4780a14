// What the address asks to explain: `cell~roas~campaign~g-7710`, `cv~cv_…`, `spend~g-7710`, `part~g-7710~set-1~ad-1`, `spread~campaign~g-7710~linear,last_touch`, `list~source~shop`, `path~channel~opener~Email`, `cohort~channel~2026-02~Email~30`, `how~blended`.
import { useEffect } from 'preact/hooks';
import { param, partsOf, show } from '../view/address';
import { learned } from '../view/report';
import { model } from '../view/scope';
import { Drawer } from '../parts/shell';
import { CellDrawer } from './cell';
import { ConversionDrawer } from './conversion';
import { CohortDrawer, PathDrawer, ThroughDrawer } from './figure';
import { How, howTitles } from './how';
import { LearnedDrawer } from './learned';
import { ListDrawer } from './list';
import { PartDrawer } from './part';
import { SpendDrawer } from './spend';
import { SpreadDrawer } from './spread';

/** What was asked on the way to what is shown, this at the end. */
const trail: string[] = [];
/** What had the focus when the first of them was asked. */
let opener: HTMLElement | null = null;

/** Goes on to *asked*, or back to it; what it was asked from. */
function walk(asked: string | null): string | undefined {
  if (asked && !trail.length) opener = document.activeElement as HTMLElement;
  const known = trail.indexOf(asked ?? '');
  if (known >= 0 || !asked) trail.length = known + 1;
  else trail.push(asked);
  return trail[trail.length - 2];
}

export function Explained() {
  const asked = param('show');
  const from = walk(asked);
  useEffect(() => {
    if (asked || !opener) return;
    (opener.isConnected && opener !== document.body ? opener : document.querySelector('h1')!).focus();
    opener = null;
  }, [asked]);
  if (!asked) return null;
  const [kind, ...rest] = partsOf(asked);
  const close = () => show({ show: null });
  const title = { cell: 'What is behind this figure', cv: 'Why the money went where it went', spend: 'What this cost', part: 'What this cost and earned', spread: 'How far the models differ', list: 'The conversions', path: 'The conversions that are counted', cohort: 'The customers', how: howTitles[rest[0]] ?? 'How this is computed' }[kind];
  return (
    <Drawer key={asked} title={title ?? 'Nothing to explain'} onClose={close} onBack={from ? () => show({ show: from }) : undefined}>
      {kind === 'cell' && learned(rest[4] || model.value) && <LearnedDrawer by={rest[1]} group={rest[2]} model={rest[4] || model.value} />}
      {kind === 'cell' && !learned(rest[4] || model.value) && <CellDrawer report={rest[0]} by={rest[1]} group={rest[2]} group2={rest[3]} model={rest[4]} />}
      {kind === 'cv' && <ConversionDrawer id={rest[0]} model={rest[1]} />}
      {kind === 'list' && <ListDrawer by={rest[0]} value={rest[1]} />}
      {kind === 'spend' && <SpendDrawer campaign={rest[0]} month={rest[1]} />}
      {kind === 'path' && rest[1] === 'through' && <ThroughDrawer dimension={rest[0]} name={rest[2]} length={rest[3]} />}
      {kind === 'path' && rest[1] !== 'through' && <PathDrawer dimension={rest[0]} figure={rest[1]} of={rest[2]} />}
      {kind === 'cohort' && <CohortDrawer by={rest[0]} cohort={rest[1]} group={rest[2]} days={rest[3]} />}
      {kind === 'part' && <PartDrawer campaign={rest[0]} adset={rest[1]} ad={rest[2]} />}
      {kind === 'spread' && <SpreadDrawer by={rest[0]} of={rest[1]} models={rest[2]} />}
      {kind === 'how' && <How name={rest[0]} of={rest[1]} more={rest[2]} />}
      {!(title && rest[0]) && <p class="note">The address asks to explain <code>{asked}</code>, which is no figure of this page. Close this and press a figure.</p>}
    </Drawer>
  );
}

// What the address asks to explain: `cell~roas~campaign~g-7710`, `cv~cv_…`, `spend~g-7710`, `how~blended`.
import { param, show } from '../view/address';
import { learned } from '../view/report';
import { model } from '../view/scope';
import { Drawer } from '../parts/shell';
import { CellDrawer } from './cell';
import { ConversionDrawer } from './conversion';
import { How, howTitles } from './how';
import { LearnedDrawer } from './learned';
import { SpendDrawer } from './spend';

export function Explained() {
  const asked = param('show');
  if (!asked) return null;
  const [kind, ...rest] = asked.split('~');
  const close = () => show({ show: null });
  const title = { cell: 'What is behind this figure', cv: 'Why the money went where it went', spend: 'What this cost', how: howTitles[rest[0]] ?? 'How this is computed' }[kind] ?? 'Explanation';
  return (
    <Drawer key={asked} title={title} onClose={close}>
      {kind === 'cell' && learned(rest[4] || model.value) && <LearnedDrawer by={rest[1]} group={rest[2]} model={rest[4] || model.value} />}
      {kind === 'cell' && !learned(rest[4] || model.value) && <CellDrawer report={rest[0]} by={rest[1]} group={rest[2]} group2={rest[3]} model={rest[4]} />}
      {kind === 'cv' && <ConversionDrawer id={rest[0]} model={rest[1]} />}
      {kind === 'spend' && <SpendDrawer campaign={rest[0]} />}
      {kind === 'how' && <How name={rest[0]} of={rest[1]} />}
    </Drawer>
  );
}

// A frame that what is too wide for the screen moves in, with a word that there is more and a press that shows it.
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

export function Scroll({ label, what = 'columns', children }: { label: string; what?: string; children: ComponentChildren }) {
  const ref = useRef<HTMLDivElement>(null);
  const [more, setMore] = useState({ left: false, right: false });
  const measure = () => {
    const box = ref.current;
    if (!box) return;
    const left = box.scrollLeft > 4;
    const right = box.scrollWidth - box.clientWidth - box.scrollLeft > 4;
    setMore((old) => (old.left === left && old.right === right ? old : { left, right }));
  };
  useLayoutEffect(() => {
    const box = ref.current!;
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(box);
    if (box.firstElementChild) observer.observe(box.firstElementChild);
    return () => observer.disconnect();
  }, []);
  const turn = (to: number) => () => ref.current!.scrollBy({ left: to * ref.current!.clientWidth * 0.6 });
  return (
    <>
      {(more.left || more.right) && (
        <p class="turns">
          {more.left && <button type="button" class="link" onClick={turn(-1)}>← Back</button>}
          {more.right && <button type="button" class="link" onClick={turn(1)}>More {what} →</button>}
        </p>
      )}
      <div class={`scroll ${more.right ? 'cut' : ''}`} tabIndex={0} role="group" aria-label={label} ref={ref} onScroll={measure}>{children}</div>
    </>
  );
}

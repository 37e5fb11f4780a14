import { useLayoutEffect, useRef, useState } from 'preact/hooks';

/** The width that a chart may take, followed as the page changes. */
export function useWidth(first = 640) {
  const ref = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(first);
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    const follow = () => setWidth(Math.max(240, Math.floor(element.clientWidth)));
    follow();
    const observer = new ResizeObserver(follow);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { ref, width };
}

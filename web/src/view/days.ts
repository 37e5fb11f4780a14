// Days as the hub writes them, 2026-02-09, and times as people read them.

export function isZone(name: string | undefined): name is string {
  try { return !!name && !!new Intl.DateTimeFormat('en', { timeZone: name }); } catch { return false; }
}

export function dayIn(time: Date, zone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(time);
}

export function addDays(day: string, count: number): string {
  const date = new Date(day + 'T00:00:00Z');
  date.setUTCDate(date.getUTCDate() + count);
  return date.toISOString().slice(0, 10);
}

/** The first day of *month*, 2026-02, and of the one after it. */
export const monthOf = (month: string) => [`${month}-01`, `${addDays(`${month}-28`, 4).slice(0, 7)}-01`];

export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to + 'T00:00:00Z') - Date.parse(from + 'T00:00:00Z')) / 86_400_000);
}

const monthNames = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** `9 Feb`, with the year where asked. */
export function dayText(day: string, year = false): string {
  const [y, m, d] = day.split('-').map(Number);
  if (!d) return `${monthNames[m - 1]} ${y}`;
  return `${d} ${monthNames[m - 1]}${year ? ` ${y}` : ''}`;
}

/** `9 Feb 2026 to 11 Mar 2026` of days of which the last is not included. */
export function spanText(from: string | null, to: string | null): string {
  if (!from && !to) return 'all time';
  if (!from) return `until ${dayText(addDays(to!, -1), true)}`;
  if (!to) return `since ${dayText(from, true)}`;
  const last = addDays(to, -1);
  return `${dayText(from, from.slice(0, 4) !== last.slice(0, 4))} – ${dayText(last, true)}`;
}

/** `9 Feb 2026 14:03:59`; nothing while the zone is not known. */
export function timeText(time: string, zone: string | undefined): string {
  if (!zone) return '';
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone, day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit',
  });
  return parts.format(new Date(time)).replace(',', '');
}

/** `4 h 12 min`: the two largest parts. */
export function durationText(seconds: number): string {
  const sign = seconds < 0 ? '−' : '';
  let left = Math.abs(Math.round(seconds));
  const parts: string[] = [];
  for (const [size, name] of [[86_400, 'd'], [3_600, 'h'], [60, 'min'], [1, 's']] as const) {
    const count = Math.floor(left / size);
    left -= count * size;
    if (count) parts.push(`${count} ${name}`);
    if (parts.length === 2) break;
  }
  return sign + (parts.join(' ') || '0 s');
}

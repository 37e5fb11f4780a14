// Figures as text. Money is added up in the smallest unit its decimals show, never as floating point.

export type Decimal = string | null | undefined;

/** The number of decimals that *amounts* are written with. */
function decimalsOf(amounts: Decimal[]): number {
  return Math.max(0, ...amounts.map((a) => (a?.includes('.') ? a.length - a.indexOf('.') - 1 : 0)));
}

function units(amount: Decimal, decimals: number): bigint {
  if (!amount) return 0n;
  const negative = amount.startsWith('-');
  const [whole, part = ''] = amount.replace('-', '').split('.');
  const all = BigInt(whole + part.padEnd(decimals, '0'));
  return negative ? -all : all;
}

function written(value: bigint, decimals: number): string {
  const digits = (value < 0n ? -value : value).toString().padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  return (value < 0n ? '-' : '') + (decimals ? `${whole}.${digits.slice(-decimals)}` : whole);
}

/** The exact sum of decimal texts. */
export function sum(amounts: Decimal[]): string {
  const decimals = decimalsOf(amounts);
  return written(amounts.reduce((total, each) => total + units(each, decimals), 0n), decimals);
}

export function difference(a: Decimal, b: Decimal): string {
  const decimals = decimalsOf([a, b]);
  return written(units(a, decimals) - units(b, decimals), decimals);
}

/** Whether two amounts are one, however many decimals each has. */
export const same = (a: Decimal, b: Decimal) => !/[1-9]/.test(difference(a, b));

/** A figure with the sign that print has. */
const minus = (text: string) => text.replace('-', '−');
const grouped = (whole: string) => minus(whole).replace(/\B(?=(\d{3})+$)/g, ',');

/** `−1,234.50`, the digits as the hub wrote them. */
export function money(amount: Decimal): string {
  if (amount === null || amount === undefined) return '–';
  const [whole, part] = amount.replace('-', '').split('.');
  return (amount.startsWith('-') ? '−' : '') + grouped(whole) + (part ? '.' + part : '');
}

/** An amount of a report; that there may be no rate, where that may be why it is nothing. */
export const priced = (amount: Decimal, report: { meta: { complete: boolean } }) => (!report.meta.complete && amount && !+amount ? 'no rate' : money(amount));

/** Without cents, for axes and large figures. */
export const roughly = (amount: number) => minus(short(amount));

function short(amount: number): string {
  const size = Math.abs(amount);
  if (size >= 1e9) return (amount / 1e9).toFixed(size >= 1e11 ? 0 : 1) + 'B';
  if (size >= 1e6) return (amount / 1e6).toFixed(1) + 'M';
  if (size >= 10_000) return Math.round(amount / 1e3) + 'k';
  if (size >= 1_000) return (amount / 1e3).toFixed(1).replace('.0', '') + 'k';
  return String(Math.round(amount));
}

export function count(value: number | null | undefined): string {
  if (value === null || value === undefined) return '–';
  return grouped(String(Math.round(value)));
}

/** Conversions are shared, so they have parts. */
export function shared(value: number | null | undefined): string {
  if (value === null || value === undefined) return '–';
  const [whole, part] = value.toFixed(Number.isInteger(value) ? 0 : 1).split('.');
  return grouped(whole) + (part ? '.' + part : '');
}

export const ratio = (value: number | null | undefined) => (value === null || value === undefined ? '–' : minus(value.toFixed(2)));
export const percent = (value: number | null | undefined, decimals = 0) =>
  (value === null || value === undefined || !isFinite(value) ? '–' : `${minus((100 * value).toFixed(decimals))} %`);

/** How *now* stands to *then*: `+12 %`; null where that is no base of a percentage, nothing or less. */
export function change(now: number | null | undefined, then: number | null | undefined): string | null {
  if (now === null || now === undefined || !then || then < 0) return null;
  const part = now / then - 1;
  if (Math.abs(part) < 0.0005) return '±0 %';
  return `${part < 0 ? '−' : '+'}${Math.abs(100 * part).toFixed(Math.abs(part) < 0.1 ? 1 : 0)} %`;
}

/** How many decimals *currency* has. */
export function decimalsIn(currency: string | undefined): number {
  try { return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits!; } catch { return 2; }
}

/** The word that fits *n*, a noun or a verb. */
export const word = (n: number, one: string, many = one + 's') => (n === 1 ? one : many);
export const plural = (n: number, one: string, many?: string) => `${shared(n)} ${word(n, one, many)}`;

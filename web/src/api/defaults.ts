// What the hub takes where a question names nothing, as its answers say.
import type { Meta } from './answers';
import { useAnswer } from './use';

export function useDefaults() {
  // A question about no day at all costs nothing and tells all defaults.
  const { value } = useAnswer<{ meta: Meta }>('/v1/reports/roas?from=1970-01-01&to=1970-01-02');
  const meta = value?.meta;
  return { model: meta?.model ?? 'time_decay', lookback: meta?.lookback_days ?? 90, currency: meta?.currency ?? '…', tz: meta?.tz ?? 'UTC' };
}

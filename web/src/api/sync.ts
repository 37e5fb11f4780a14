// How pulled sources are (GET /v1/sync).
export interface SyncSource {
  source: string; state: 'ok' | 'syncing' | 'waiting' | 'retrying' | 'paused' | 'failing' | 'stopped' | 'parked';
  why: { code: string; detail: string } | null; until: string | null; tries: number; most_tries: number;
  last_success: string | null; lag_seconds: number | null; last_error: { code: string; detail: string; at: string } | null;
  run_began: string | null; progress: { done: number; total: number | null; eta: string | null } | null; next_run: string | null;
  records: number; rejected: number; cursor: string | null; breaker: string; restarts: number; notes: string[];
}
export interface SyncState { at: string; sources: SyncSource[] }

// Keys: who may ask the hub; made, shown once, and revoked.
import { useState } from 'preact/hooks';
import type { KeyList, MadeKey } from '../api/answers';
import { tell } from '../api/client';
import { keep, key as own } from '../api/key';
import { useAnswer } from '../api/use';
import { Act } from '../parts/act';
import { Pick, Typed } from '../parts/field';
import { Panel } from '../parts/figure';
import { Table } from '../parts/table';
import { Empty, From, Mark } from '../parts/words';
import { secondText } from '../view/scope';

type Key = KeyList['data'][number];
const scopes: Record<Key['scopes'][number], string> = { pixel: 'send what browsers send', ingest: 'send facts', read: 'see everything', admin: 'everything' };

function NewKey({ first }: { first: boolean }) {
  const [name, setName] = useState('');
  const [scope, setScope] = useState<keyof typeof scopes>(first ? 'admin' : 'ingest');
  const [made, setMade] = useState<MadeKey | null>(null);
  const make = async () => {
    const done = await tell<MadeKey>('POST', '/v1/keys', { name: name.trim(), scopes: [scope] }, ({ secret }) => {
      if (scope === 'admin' && !own.value) keep(secret); // else this tab would be shut out
    });
    setMade(done);
    return `Key ${done.id} is in force.`;
  };
  return (
    <>
      <p class="line">
        <Typed label="For whom or what" value={name} maxLength={100} onText={setName} />
        <Pick label="May" value={scope} onPick={(s) => setScope(s as keyof typeof scopes)} options={Object.entries(scopes).filter(([s]) => !first || s === 'admin').map(([s, words]) => [s, `${s}: ${words}`])} />
        <Act strong run={make}>Make a key</Act>
      </p>
      {made && <p class="note">The secret of {made.id}, shown this once: <code>{made.secret}</code></p>}
    </>
  );
}

export function Keys() {
  const answer = useAnswer<KeyList>('/v1/keys');
  if (answer.refusal?.status === 403) return <Panel title="Keys"><Empty>Listing keys needs a key with the scope admin.</Empty></Panel>;
  return (
    <From answer={answer}>{({ data }) => (
      <Panel title="Keys" note={data.length ? 'The hub keeps no secret, only its digest and last letters.' : 'There are none, so whoever is on this machine may do everything. The first key closes the hub for good, so it is one with the scope admin: keep it.'}>
        {data.length > 0 && <Table caption="Keys" rows={data} name={(k) => k.id} sort="created_at" columns={[
          { key: 'name', title: 'For', text: true },
          { key: 'scopes', title: 'May', text: true, value: (k) => k.scopes.join(', ') },
          { key: 'ending', title: 'Ends in', text: true, cell: (k) => <code>…{k.ending}</code> },
          { key: 'created_at', title: 'Made', text: true, as: secondText },
          { key: 'id', title: 'Key', text: true, cell: (k) => (k.revoked_at ? <Mark>revoked</Mark> : <Act label={`Revoke ${k.id}`} run={async () => { await tell('DELETE', `/v1/keys/${k.id}`); return `${k.id} lets nobody in any more.`; }}>Revoke</Act>) },
        ]} />}
        <NewKey first={!data.length} />
      </Panel>
    )}</From>
  );
}

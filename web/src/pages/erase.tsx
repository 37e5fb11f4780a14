// Forgets the person of a journey: says first what there is, then asks for a word to be typed, since nothing brings it back.
import { useState } from 'preact/hooks';
import type { Erasure } from '../api/answers';
import { Refusal, tell } from '../api/client';
import { Act, announce } from '../parts/act';
import { Typed } from '../parts/field';
import { Panel } from '../parts/figure';
import { Terms } from '../explain/how';
import { Refused } from '../parts/words';
import { show } from '../view/address';
import { count, plural } from '../view/figures';

const word = 'erase';

export function Erase({ contact }: { contact: string }) {
  const [would, setWould] = useState<Erasure | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [typed, setTyped] = useState('');
  const path = `/v1/contacts/${encodeURIComponent(contact)}`;
  const look = async () => {
    setRefusal(null);
    try { setWould(await tell<Erasure>('DELETE', `${path}?dry_run=true`)); } catch (fault) { if (!(fault instanceof Refusal)) throw fault; setRefusal(fault); }
    return null;
  };
  const erase = async () => {
    // The page goes on to no contact before anything is asked anew: this one is no more.
    await tell<Erasure>('DELETE', path, undefined, (done) => {
      show({ contact: null }, true);
      announce(`The person is erased: ${plural(done.identifiers, 'identifier')}, ${plural(done.touchpoints, 'touchpoint')} and ${plural(done.conversions, 'conversion')} name nobody any more. Every figure stays as it was.`);
    });
    return null;
  };
  return (
    <Panel title="Erase this person" note="For good: nothing names them any more, in memory or on disk. Every figure of every report stays as it was.">
      {refusal && <Refused refusal={refusal} />}
      {!would ? <p class="line"><Act run={look}>Show what would be erased</Act></p> : (
        <>
          <Terms rows={[['Identifiers that would be replaced', count(would.identifiers)], ['Touchpoints that would name nobody', count(would.touchpoints)], ['Conversions that would name nobody', count(would.conversions)]]} />
          <p class="note">Nothing was erased yet. What they did up to now is not taken in again. Not erased: backups and exports made before, and what platforms know themselves. The hub answers nothing else until it is done, which takes seconds.</p>
          <form class="line" onSubmit={(e) => e.preventDefault()}>
            <Typed label={`Type “${word}” to confirm`} name="confirm" autocomplete="off" value={typed} onText={setTyped} />
            <Act strong run={erase} off={typed.trim().toLowerCase() !== word}>Erase for good</Act>
            <button type="button" class="tool" onClick={() => { setWould(null); setTyped(''); }}>Leave it</button>
          </form>
        </>
      )}
    </Panel>
  );
}

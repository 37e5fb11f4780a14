// Stands in the place of a page whose address cannot be obeyed: says what is wrong with it, and drops that.
import { linkTo, show } from '../view/address';
import type { Fault } from '../view/faults';

/** Drops parameters of the address by a press. */
export function Drop({ names, children }: { names: string[]; children: string }) {
  return <button type="button" class="go" onClick={() => show(Object.fromEntries(names.map((name) => [name, null])), true)}>{children}</button>;
}

export function BadAddress({ faults }: { faults: Fault[] }) {
  const names = faults.map((f) => f.name);
  return (
    <div class="refused" role="alert">
      <strong>The address of this page asks for what cannot be shown.</strong>
      <ul class="words">{faults.map((f) => <li><code>{f.name}={f.value}</code> {f.why}</li>)}</ul>
      <p class="line"><Drop names={names}>{`Drop ${names.join(' and ')}`}</Drop></p>
    </div>
  );
}

export function NoSuchPage({ name }: { name: string }) {
  return <div class="refused" role="alert"><strong>There is no page <code>{name}</code> here.</strong> The pages are named at the {matchMedia('(min-width: 48rem)').matches ? 'left' : 'top'}. <p class="line"><a class="go" href={linkTo('overview')}>Go to the overview</a></p></div>;
}

// Asks for a key when the hub wants one, and saves files for links that a browser would ask for without it.
import { useState } from 'preact/hooks';
import { askAgain, mayAct, refusalOf } from '../api/client';
import { keep, key, wanted, withKey } from '../api/key';
import { say } from './act';
import { Typed } from './field';
import { Mark } from './words';
import { Drawer } from './shell';

export function KeyAsked() {
  const [text, setText] = useState('');
  if (wanted.value === null) return null;
  const give = (event: Event) => {
    event.preventDefault();
    keep(text.trim());
    setText('');
    askAgain();
  };
  return (
    <Drawer title="This hub asks for a key" onClose={() => { wanted.value = null; }}>
      <form class="stack" onSubmit={give}>
        <p>{wanted.value === 'key-unknown' ? 'The key that was given is none of the hub’s, or it was revoked.' : 'Its figures are shown to those who have a key.'} Whoever runs the hub makes one, on the page Exports & keys, or with <code>convhub key create NAME --scope read --server {location.origin}</code>. Who has none with the scope admin any more stops the hub and makes one: <code>convhub key create NAME --scope admin --data DIR</code></p>
        <Typed label="Key" type="password" name="key" autocomplete="off" required value={text} onText={setText} />
        <p class="note">A key with the scope read shows every page; one with admin may decide, too. It is kept until this tab is closed.</p>
        <p><button type="submit" class="go">Use it</button></p>
      </form>
    </Drawer>
  );
}

export function ForgetKey() {
  return key.value ? <><button type="button" class="tool" onClick={() => { keep(''); askAgain(); }}>Forget key</button>{!mayAct.value && <Mark title="Deciding, syncing and the like need a key with the scope admin">this key only reads</Mark>}</> : null;
}

async function save(link: HTMLAnchorElement) {
  const response = await fetch(link.href, withKey());
  if (!response.ok) return say(await refusalOf(response));
  const file = document.createElement('a');
  file.href = URL.createObjectURL(await response.blob());
  file.download = link.download || new URL(link.href).pathname.split('/').pop()!;
  file.click();
  setTimeout(() => URL.revokeObjectURL(file.href), 60_000);
}

/** Links to files of the hub are followed with the key. */
export function followLinksWithKey() {
  document.addEventListener('click', (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>('a[download]');
    if (!link || !key.value || !link.href.startsWith(`${location.origin}/v1/`)) return;
    event.preventDefault();
    save(link).catch((fault) => say(fault));
  });
}

import { effect } from '@preact/signals';
import { render } from 'preact';
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import icon from './icon.svg';
import './style.css';
import { askAgain } from './api/client';
import { useAnswer } from './api/use';
import type { Status } from './api/answers';
import { hush, NoticeBoard } from './parts/act';
import { Explained } from './explain/drawers';
import { Bar } from './parts/bar';
import { BadAddress, NoSuchPage } from './parts/faults';
import { followLinksWithKey, ForgetKey, KeyAsked } from './parts/key';
import { Nav, pages as entries } from './parts/shell';
import { Cohorts } from './pages/cohorts';
import { Duplicates } from './pages/duplicates';
import { ExportsPage } from './pages/exports';
import { Journey } from './pages/journey';
import { Live } from './pages/live';
import { Match } from './pages/match';
import { Models } from './pages/models';
import { Overview } from './pages/overview';
import { Paths } from './pages/paths';
import { Quarantine } from './pages/quarantine';
import { Roas } from './pages/roas';
import { Settings } from './pages/settings';
import { Sources } from './pages/sources';
import { linkTo, page, param } from './view/address';
import { faults } from './view/faults';

const pages: Record<string, ComponentType> = { overview: Overview, roas: Roas, models: Models, paths: Paths, duplicates: Duplicates, journey: Journey,
  sources: Sources, quarantine: Quarantine, match: Match, cohorts: Cohorts,
  live: Live, exports: ExportsPage, settings: Settings };

function themeKept(): string { try { return localStorage.getItem('theme') ?? ''; } catch { return ''; } }

/** Light, dark, or as the system says. */
function Theme() {
  const [theme, setTheme] = useState(themeKept);
  useEffect(() => {
    if (theme) document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
    try { localStorage.setItem('theme', theme); } catch { /* then it is forgotten */ }
  }, [theme]);
  const next = { '': 'dark', dark: 'light', light: '' }[theme] ?? '';
  return <button type="button" class="tool" onClick={() => setTheme(next)} title="Light, dark, or as the system says">{{ dark: 'Dark', light: 'Light' }[theme] ?? 'Auto theme'}</button>;
}

function App() {
  const Page = pages[page.value];
  const wrong = faults.value;
  const title = entries.find((p) => p.key === page.value && pages[p.key])?.title ?? 'No such page';
  const status = useAnswer<Status>('/v1/status').value;
  useEffect(() => { document.title = `${title} · Conversion Hub`; }, [title]);
  return (
    <>
      <a class="skip" href="#main" onClick={(e) => { e.preventDefault(); document.getElementById('main')?.focus(); }}>To the page</a>
      <header class="rail">
        <a class="brand" href={linkTo('overview')}><img src={icon} alt="" />Conversion Hub</a>
        <Nav only={Object.keys(pages)} />
        <div class="foot"><Theme /><ForgetKey />{status && <span>{status.version}</span>}</div>
      </header>
      <main id="main" tabIndex={-1}>
        <h1 tabIndex={-1}>{title}</h1>
        {!Page ? <NoSuchPage name={page.value} /> : wrong.length > 0 ? <BadAddress faults={wrong} /> : <><Bar /><Page key={page.value} /></>}
      </main>
      {Page && !wrong.length && <Explained />}
      <KeyAsked />
      <NoticeBoard />
    </>
  );
}

followLinksWithKey();
// What was asked or told before may be overtaken by the time that its page, or its part of a page, is turned to again.
effect(() => { page.value; param('state'); param('standing'); askAgain(); hush(); });
render(<App />, document.getElementById('app')!);

import { render } from 'preact';

render(<h1>Conversion Hub</h1>, document.getElementById('app')!);

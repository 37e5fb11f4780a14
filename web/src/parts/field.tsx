// What is typed or picked, under the name of what it is.
import type { ComponentChildren, InputHTMLAttributes } from 'preact';

export function Field({ label, children }: { label: ComponentChildren; children: ComponentChildren }) {
  return <label class="field"><span>{label}</span>{children}</label>;
}

export function Typed({ label, onText, ...input }: { label: ComponentChildren; onText: (text: string) => void } & InputHTMLAttributes) {
  return <Field label={label}><input {...input} onInput={(e) => onText(e.currentTarget.value)} /></Field>;
}

export function Pick({ label, value, options, onPick }: { label: string; value: string; options: [string, string][]; onPick: (value: string) => void }) {
  return (
    <Field label={label}>
      <select value={value} onChange={(e) => onPick(e.currentTarget.value)}>
        {options.map(([key, name]) => <option key={key} value={key} selected={key === value}>{name}</option>)}
      </select>
    </Field>
  );
}

/** Buttons that step: on a narrow page they stay at its lower edge. @module */
import { For } from 'solid-js'
import type { Playground } from '../state/playground.ts'
import type { Texts } from '../texts/index.ts'

type TextName = 'first' | 'previousMemory' | 'backOver' | 'back' | 'forward' | 'over' | 'out' | 'nextMemory' | 'last'

const BUTTONS: readonly {
  readonly text: TextName & keyof Texts
  readonly key: string | number
  readonly sign: string
}[] = [
  { text: 'first', key: 0, sign: '|←' },
  { text: 'previousMemory', key: 'N', sign: '⇤' },
  { text: 'backOver', key: 'K', sign: '↶' },
  { text: 'back', key: 'k', sign: '←' },
  { text: 'forward', key: 'j', sign: '→' },
  { text: 'over', key: 'J', sign: '↷' },
  { text: 'out', key: 'o', sign: '↥' },
  { text: 'nextMemory', key: 'n', sign: '⇥' },
  { text: 'last', key: Number.MAX_SAFE_INTEGER, sign: '→|' },
]

export function StepBar(props: { readonly playground: Playground; readonly class: string }) {
  const label = ({ text, key }: (typeof BUTTONS)[number]) =>
    `${props.playground.texts()[text]}${typeof key === 'string' ? ` (${key})` : ''}`
  return (
    <nav class={`steps ${props.class}`} aria-label={props.playground.texts().step}>
      <For each={BUTTONS}>
        {(button) => (
          <button
            type="button"
            class={`step-${button.text}`}
            title={label(button)}
            aria-label={label(button)}
            disabled={props.playground.program() === undefined}
            onClick={() =>
              typeof button.key === 'number' ? props.playground.goto(button.key) : props.playground.press(button.key)
            }
          >
            {button.sign}
          </button>
        )}
      </For>
    </nav>
  )
}

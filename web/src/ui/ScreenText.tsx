/** A screen of the library, as the terminal shows it too. @module */
import type { Screen } from 'memlane/view'
import { For } from 'solid-js'

export function ScreenText(props: { readonly screen: Screen }) {
  return (
    <pre class="screen">
      <For each={props.screen}>
        {(line) => (
          <>
            <For each={line}>
              {({ text, ink }) => <span class={ink === undefined ? undefined : `i-${ink}`}>{text}</span>}
            </For>
            {'\n'}
          </>
        )}
      </For>
    </pre>
  )
}

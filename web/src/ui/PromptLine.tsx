/** The line that some keys ask for. @module */
import { createEffect, Show } from 'solid-js'
import type { Playground } from '../state/playground.ts'

export function PromptLine(props: { readonly playground: Playground }) {
  const kind = () => props.playground.moment()?.prompt
  let before: Element | null = null
  return (
    <Show when={kind()}>
      {(asked) => {
        let field!: HTMLInputElement
        const leave = () => {
          if (before instanceof HTMLElement) before.focus()
        }
        createEffect(() => {
          asked()
          before = document.activeElement
          field.value = ''
          field.focus()
        })
        return (
          <form
            class="prompt"
            aria-label={props.playground.texts().prompts[asked()]}
            onSubmit={(event) => {
              event.preventDefault()
              void props.playground.answer(asked(), field.value)
              leave()
            }}
          >
            <label>
              {props.playground.texts().prompts[asked()]}
              <input
                ref={field}
                type="text"
                autocomplete="off"
                spellcheck={false}
                onKeyDown={(event) => {
                  if (event.key !== 'Escape') return
                  void props.playground.press('escape')
                  leave()
                }}
              />
            </label>
          </form>
        )
      }}
    </Show>
  )
}

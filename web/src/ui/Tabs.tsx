/** Tabs that arrows move along. @module */
import { For } from 'solid-js'

export function Tabs<Name extends string>(props: {
  readonly id: string
  readonly label: string
  readonly names: readonly Name[]
  readonly titles: Readonly<Record<Name, string>>
  readonly chosen: Name
  readonly onChoose: (name: Name) => void
}) {
  let list!: HTMLDivElement
  const move = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (by === 0) return
    event.preventDefault()
    const { names } = props
    const next = names[(names.indexOf(props.chosen) + by + names.length) % names.length]!
    props.onChoose(next)
    list.querySelector<HTMLElement>(`#${props.id}-${next}`)?.focus()
  }
  return (
    <div class="tabs" role="tablist" aria-label={props.label} ref={list} onKeyDown={move}>
      <For each={props.names}>
        {(name) => (
          <button
            type="button"
            role="tab"
            id={`${props.id}-${name}`}
            aria-selected={props.chosen === name}
            aria-controls={`${props.id}-panel`}
            tabindex={props.chosen === name ? 0 : -1}
            onClick={() => props.onChoose(name)}
          >
            {props.titles[name]}
          </button>
        )}
      </For>
    </div>
  )
}

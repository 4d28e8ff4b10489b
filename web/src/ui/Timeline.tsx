/** The run from its first step to its last: a slider, and lanes of what happens on the way. @module */
import { createEffect, createMemo, For, Show } from 'solid-js'
import type { Playground } from '../state/playground.ts'
import { grouped } from './figures.ts'
import { StepBar } from './StepBar.tsx'

const LANES = ['depth', 'size', 'expansion'] as const
const LANE_HEIGHT = 14

export function Timeline(props: { readonly playground: Playground }) {
  const { playground } = props
  const texts = playground.texts
  const count = () => playground.program()?.stepCount ?? 0
  const step = () => playground.moment()?.head.step ?? 0
  let slider!: HTMLInputElement
  createEffect(() => {
    slider.max = String(count())
    slider.value = String(step())
  })
  return (
    <section class="timeline" aria-label={texts().slider}>
      <div class="timeline-row">
        <StepBar playground={playground} class="inline" />
        <output class="position" aria-live="off">
          {grouped(step())}/{grouped(count())}
        </output>
        <input
          ref={slider}
          class="slider"
          type="range"
          min="0"
          aria-label={texts().slider}
          aria-valuetext={`${grouped(step())}/${grouped(count())}`}
          disabled={playground.program() === undefined}
          onInput={(event) => void playground.goto(Number(event.currentTarget.value))}
        />
        <form
          class="find"
          onSubmit={(event) => {
            event.preventDefault()
            const field = event.currentTarget.elements[0]
            if (field instanceof HTMLInputElement && field.value.trim() !== '')
              void playground.answer('goto', field.value)
          }}
        >
          <input
            type="text"
            aria-label={texts().findLabel}
            placeholder={texts().find}
            autocomplete="off"
            spellcheck={false}
          />
        </form>
      </div>
      <Show when={playground.program()}>
        {(program) => (
          <div class="lanes">
            <For each={LANES}>
              {(name) => <Lane name={texts().lanes[name]} kind={name} values={program().lanes[name]} />}
            </For>
            <div class="now" style={{ '--at': count() === 0 ? 0 : step() / count() }} />
          </div>
        )}
      </Show>
    </section>
  )
}

function Lane(props: { readonly name: string; readonly kind: string; readonly values: readonly number[] }) {
  const most = createMemo(() => props.values.reduce((a, b) => Math.max(a, b), 0))
  const path = createMemo(() => {
    const { values } = props
    if (values.length === 0) return ''
    const height = (value: number) => (most() === 0 ? 0 : (value / most()) * (LANE_HEIGHT - 2))
    const points = values.map((value, index) => `L${index} ${(LANE_HEIGHT - height(value)).toFixed(1)}h1`)
    return `M0 ${LANE_HEIGHT}${points.join('')}V${LANE_HEIGHT}Z`
  })
  return (
    <div class={`lane lane-${props.kind}`}>
      <span class="lane-name">
        {props.name} <span class="dim">≤ {grouped(most())}</span>
      </span>
      <svg
        viewBox={`0 0 ${Math.max(1, props.values.length)} ${LANE_HEIGHT}`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        <path d={path()} />
      </svg>
    </div>
  )
}

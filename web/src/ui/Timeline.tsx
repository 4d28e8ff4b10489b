/** The run from its first step to its last: a slider, and lanes of what happens on the way. @module */
import { createEffect, createMemo, For, Show } from 'solid-js'
import type { FindingRow } from '../engine/protocol.ts'
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
            <Show when={(playground.findings()?.rows.length ?? 0) > 0}>
              <FindingLane playground={playground} rows={playground.findings()?.rows ?? []} stepCount={count()} />
            </Show>
            <div class="now" style={{ '--at': count() === 0 ? 0 : step() / count() }} />
          </div>
        )}
      </Show>
    </section>
  )
}

/** Parts of the lane in which findings stand together. */
const FINDING_PARTS = 100

/** Where the findings are: ◆ an error, ◇ what is less, with a number where several stand together. The list has them too. */
function FindingLane(props: {
  readonly playground: Playground
  readonly rows: readonly FindingRow[]
  readonly stepCount: number
}) {
  const marks = createMemo(() => {
    const byPart = new Map<number, { readonly index: number; readonly row: FindingRow; readonly count: number }>()
    for (const [index, row] of props.rows.entries()) {
      const part = Math.floor((row.step * FINDING_PARTS) / props.stepCount)
      const there = byPart.get(part)
      const isShown = there === undefined || (row.severity === 'error' && there.row.severity !== 'error')
      byPart.set(part, { ...(isShown ? { index, row } : there), count: (there?.count ?? 0) + 1 })
    }
    return [...byPart.values()]
  })
  return (
    <div class="lane lane-findings">
      <span class="lane-name">
        {props.playground.texts().lanes.findings} <span class="dim">{grouped(props.rows.length)}</span>
      </span>
      <div class="lane-marks" aria-hidden="true">
        <For each={marks()}>
          {({ index, row, count }) => (
            <span
              class={`finding-mark s-${row.severity}`}
              style={{ '--at': row.step / props.stepCount }}
              title={`${row.label}  ${row.title}`}
              onClick={() => void props.playground.finding(index)}
            >
              {row.severity === 'error' ? '◆' : '◇'}
              {count > 1 ? grouped(count) : ''}
            </span>
          )}
        </For>
      </div>
    </div>
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

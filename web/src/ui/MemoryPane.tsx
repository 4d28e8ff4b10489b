/** Memory: rows that never wrap, whose each byte is, and what the step does to it. @module */
import { PALETTE } from 'memlane/view'
import { createEffect, createMemo, createSignal, For, Index, onCleanup, onMount, Show } from 'solid-js'
import type { OwnedEntry } from '../engine/protocol.ts'
import type { Playground } from '../state/playground.ts'
import { bytesOf } from './figures.ts'

const ROW_HEIGHT = 22
/** Browsers draw nothing beyond some 30 million pixels; memory beyond that is scrolled in larger steps. */
const MOST_PIXELS = 8_000_000
/** Columns in pixels below which rows are shorter. */
const NARROW = 460

export function MemoryPane(props: { readonly playground: Playground }) {
  const { playground } = props
  const texts = playground.texts
  const moment = playground.moment
  const [isWide, setWide] = createSignal(false)
  const [width, setWidth] = createSignal(1000)
  const [height, setHeight] = createSignal(400)
  /** On a narrow page another pane can stand in its place: it keeps its size then, but cannot be scrolled. */
  const [isThere, setThere] = createSignal(true)
  let scroller!: HTMLDivElement

  const rowBytes = () => (width() < NARROW ? 8 : isWide() ? 32 : 16)
  const shownRows = () => Math.max(1, Math.floor(height() / ROW_HEIGHT))
  const totalRows = () => Math.ceil((moment()?.memory.end ?? 0) / rowBytes())
  const wholeHeight = () => Math.min(MOST_PIXELS, totalRows() * ROW_HEIGHT)
  const lastTop = () => Math.max(0, totalRows() - shownRows())
  /** Pixels to scroll for a row: less than its height where there are too many. */
  const pitch = () => (lastTop() === 0 ? ROW_HEIGHT : Math.max(0, wholeHeight() - height()) / lastTop() || ROW_HEIGHT)
  /** Where it was scrolled to from here, which needs no answer. */
  let scrolledTo = 0

  onMount(() => {
    const observer = new ResizeObserver(() => {
      setThere(scroller.clientHeight > 0)
      if (!isThere()) return
      setWidth(scroller.clientWidth)
      setHeight(scroller.clientHeight)
    })
    observer.observe(scroller)
    onCleanup(() => observer.disconnect())
  })
  createEffect(() => {
    playground.resize({ memoryRows: shownRows(), rowBytes: rowBytes() })
  })

  // What the debugger scrolls to, and what is scrolled here, are the same place.
  createEffect(() => {
    const top = moment()?.memory.top ?? 0
    const at = (top / rowBytes()) * pitch()
    if (!isThere()) return
    if (Math.abs(scroller.scrollTop - at) < Math.max(1, pitch())) return
    scroller.scrollTop = at
    scrolledTo = scroller.scrollTop
  })
  const onScroll = () => {
    if (Math.abs(scroller.scrollTop - scrolledTo) < 1) return
    scrolledTo = scroller.scrollTop
    const row = Math.min(Math.round(scroller.scrollTop / pitch()), lastTop())
    const top = row * rowBytes()
    if (top !== moment()?.memory.top) playground.resize({ memoryTop: top })
  }

  const entries = createMemo((): readonly OwnedEntry[] => {
    const overlay = playground.overlay()
    const shown = moment()?.shownFrame
    return overlay !== undefined && overlay.frame === shown ? overlay.entries : []
  })
  const rows = createMemo(() => {
    const memory = moment()?.memory
    if (memory === undefined) return []
    const each = rowBytes()
    const count = Math.min(shownRows() + 1, Math.ceil((memory.end - memory.top) / each))
    return Array.from({ length: Math.max(0, count) }, (_, row) => memory.top + row * each)
  })
  const digits = () => Math.max(3, (moment()?.memory.end ?? 0).toString(16).length)

  return (
    <section class="pane memory" id="memory" aria-label={texts().memory}>
      <div class="pane-head">
        <h2>{texts().memory}</h2>
        <FrameTabs playground={playground} />
        <span class="dim size">{moment() && bytesOf(moment()!.memory.size)}</span>
        <span class="grow" />
        <button
          type="button"
          class="follow"
          aria-pressed={moment()?.follow === true}
          onClick={() => void playground.press('f')}
        >
          {texts().follow}
        </button>
        <button
          type="button"
          class="compare"
          aria-pressed={moment()?.compared !== undefined}
          onClick={() => void playground.press('d')}
        >
          {moment()?.compared === undefined ? texts().compare : texts().comparing(String(moment()?.compared))}
        </button>
        <button type="button" class="row-bytes" aria-pressed={isWide()} onClick={() => setWide(!isWide())}>
          {isWide() ? '16' : '32'}
        </button>
      </div>
      <div class="memory-head" aria-hidden="true">
        <span style={{ width: `${digits() + 1}ch` }} />
        <For each={Array.from({ length: rowBytes() }, (_, column) => column)}>
          {(column) => <span class="column">{column.toString(16)}</span>}
        </For>
      </div>
      <div
        class="memory-scroll scrolls"
        ref={scroller}
        onScroll={onScroll}
        tabindex="0"
        role="group"
        aria-label={texts().memory}
      >
        <div class="memory-space" style={{ height: `${wholeHeight()}px` }}>
          <div class="memory-rows" role="grid" aria-label={texts().memory} aria-rowcount={totalRows()}>
            <Index each={rows()}>
              {(offset) => (
                <MemoryRow
                  playground={playground}
                  offset={offset()}
                  rowBytes={rowBytes()}
                  digits={digits()}
                  entries={entries()}
                />
              )}
            </Index>
          </div>
        </div>
        <Show when={moment() === undefined || moment()?.memory.end === 0}>
          <p class="nothing">{moment() === undefined ? texts().noRun : texts().noMemory}</p>
        </Show>
      </div>
      <Legend playground={playground} />
    </section>
  )
}

function FrameTabs(props: { readonly playground: Playground }) {
  const frames = () => props.playground.moment()?.frames ?? []
  return (
    <Show when={frames().length > 1}>
      <div class="frames" role="group" aria-label={props.playground.texts().frame}>
        <For each={frames()}>
          {(frame) => (
            <button
              type="button"
              aria-pressed={props.playground.moment()?.shownFrame === frame.id}
              onClick={() => void props.playground.turn(frame.outward)}
            >
              {frame.depth} {frame.name}
            </button>
          )}
        </For>
      </div>
    </Show>
  )
}

const MARK_CLASSES: Readonly<Record<string, string>> = {
  w: 'written',
  r: 'read',
  "'": 'last',
  '*': 'stop',
  '!': 'changed',
}

function MemoryRow(props: {
  readonly playground: Playground
  readonly offset: number
  readonly rowBytes: number
  readonly digits: number
  readonly entries: readonly OwnedEntry[]
}) {
  const memory = () => props.playground.moment()?.memory
  const owner = (at: number) => props.entries.find(({ offset, bytes }) => at >= offset && at < offset + bytes)
  const columns = () => Array.from({ length: props.rowBytes }, (_, column) => props.offset + column)
  const hex = (at: number) => {
    const shown = memory()
    if (shown === undefined) return ''
    if (at >= shown.size) return at < shown.end ? '--' : ''
    const index = at - shown.top
    return shown.unknown?.[index] === 1 ? '??' : (shown.bytes[index] ?? 0).toString(16).padStart(2, '0')
  }
  const classes = (at: number) => {
    const shown = memory()
    if (shown === undefined) return 'byte'
    const index = at - shown.top
    const mark = MARK_CLASSES[shown.marks[index] ?? ' ']
    const kind = owner(at)?.kind
    const isZero = shown.bytes[index] === 0
    const isFound = shown.found?.[index] === 1
    return `byte ${mark ?? ''} ${isFound ? 'found' : ''} ${kind === undefined ? '' : `o-${kind}`} ${isZero ? 'zero' : ''} ${at >= shown.size ? 'grown' : ''}`
  }
  const text = () => {
    const shown = memory()
    if (shown === undefined) return ''
    return columns()
      .map((at) => {
        const byte = at < shown.size ? (shown.bytes[at - shown.top] ?? 0) : 0
        return byte === 0 ? ' ' : byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·'
      })
      .join('')
  }
  /** What begins in this row. */
  const labels = () =>
    props.entries.filter(({ offset }) => offset >= props.offset && offset < props.offset + props.rowBytes)
  const selected = () => props.playground.moment()?.selection.offset
  return (
    <div class="memory-row" role="row" aria-rowindex={props.offset / props.rowBytes + 1}>
      <span class="offset" role="rowheader">
        {props.offset.toString(16).padStart(props.digits, '0')}
      </span>
      <Index each={columns()}>
        {(at) => (
          <span
            class={classes(at())}
            role="gridcell"
            aria-selected={selected() === at()}
            onClick={() => void props.playground.select(at())}
          >
            {hex(at())}
          </span>
        )}
      </Index>
      <span class="ascii" role="gridcell">
        {text()}
      </span>
      <span class="labels" role="gridcell">
        <For each={labels()}>
          {({ kind, object, value }) => (
            <span class={`o-${kind}`} title={value === undefined ? object : `${object} = ${value}`}>
              {PALETTE[kind].shape} {object}
            </span>
          )}
        </For>
      </span>
    </div>
  )
}

function Legend(props: { readonly playground: Playground }) {
  const texts = () => props.playground.texts().legend
  return (
    <p class="legend">
      <span>
        <span class="byte written">00</span> {texts().written}
      </span>
      <span>
        <span class="byte read">00</span> {texts().read}
      </span>
      <span>
        <span class="byte last">00</span> {texts().last}
      </span>
      <span>
        <span class="byte stop">00</span> {texts().stop}
      </span>
      <Show when={(props.playground.findings()?.rows.length ?? 0) > 0}>
        <span>
          <span class="byte found">00</span> {texts().found}
        </span>
      </Show>
      <Show when={props.playground.moment()?.compared !== undefined}>
        <span>
          <span class="byte changed">00</span> {texts().changed}
        </span>
      </Show>
      <span>
        <span class="byte grown">--</span> {texts().grown}
      </span>
    </p>
  )
}

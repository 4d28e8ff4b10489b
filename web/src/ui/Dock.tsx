/** The run as a whole: objects, allocations, flow, calls, gas, storage, logs, result. @module */
import { createEffect, createResource, createSignal, For, type JSX, Show } from 'solid-js'
import type { EffectRow, GasLine, HistoryRow, Overlay } from '../engine/protocol.ts'
import type { Playground } from '../state/playground.ts'
import { bytesOf, grouped, hexOf } from './figures.ts'
import { ScreenText } from './ScreenText.tsx'
import { Tabs } from './Tabs.tsx'

const NAMES = ['objects', 'findings', 'history', 'flow', 'calls', 'gas', 'storage', 'logs', 'output'] as const
type DockTab = (typeof NAMES)[number]

export function Dock(props: { readonly playground: Playground }) {
  const { playground } = props
  const texts = playground.texts
  const [tab, setTab] = createSignal<DockTab>('objects')
  const bodies: Readonly<Record<DockTab, () => JSX.Element>> = {
    objects: () => <Objects playground={playground} />,
    findings: () => <FindingList playground={playground} />,
    history: () => <History playground={playground} />,
    flow: () => <Flow playground={playground} />,
    calls: () => <Calls playground={playground} />,
    gas: () => <Gas playground={playground} />,
    storage: () => <Effects playground={playground} rows={playground.moment()?.stores ?? []} />,
    logs: () => <Effects playground={playground} rows={playground.moment()?.logs ?? []} />,
    output: () => <Result playground={playground} />,
  }
  const findingsTitle = () => {
    const count = playground.findings()?.rows.length ?? 0
    return count === 0 ? texts().findings : `${texts().findings} ${grouped(count)}`
  }
  return (
    <section class="dock" aria-label={texts().output}>
      <Tabs
        id="dock"
        label={texts().output}
        names={NAMES}
        titles={{
          objects: texts().objects,
          findings: findingsTitle(),
          history: texts().history,
          flow: texts().flow,
          calls: texts().calls,
          gas: texts().gas,
          storage: texts().storage,
          logs: texts().logs,
          output: texts().output,
        }}
        chosen={tab()}
        onChoose={setTab}
      />
      <div class="tab-body scrolls" role="tabpanel" id="dock-panel" aria-labelledby={`dock-${tab()}`} tabindex="0">
        {bodies[tab()]()}
      </div>
    </section>
  )
}

interface Column<Row> {
  readonly title: string
  readonly isNumber?: boolean
  readonly cell: (row: Row) => JSX.Element
}

/** Rows that lead somewhere when their first cell is pressed. */
function Table<Row>(props: {
  readonly rows: readonly Row[]
  readonly columns: readonly Column<Row>[]
  readonly onRow?: (row: Row) => void
  readonly rowClass?: (row: Row) => string
}) {
  return (
    <table>
      <thead>
        <tr>
          <For each={props.columns}>
            {({ title, isNumber }) => (
              <th scope="col" classList={{ number: isNumber === true }}>
                {title}
              </th>
            )}
          </For>
        </tr>
      </thead>
      <tbody>
        <For each={props.rows}>
          {(row) => (
            <tr class={props.rowClass?.(row)}>
              <For each={props.columns}>
                {({ cell, isNumber }, index) => (
                  <td classList={{ number: isNumber === true }}>
                    <Show when={index() === 0 && props.onRow !== undefined} fallback={cell(row)}>
                      <button type="button" class="link" onClick={() => props.onRow?.(row)}>
                        {cell(row)}
                      </button>
                    </Show>
                  </td>
                )}
              </For>
            </tr>
          )}
        </For>
      </tbody>
    </table>
  )
}

function Nothing(props: { readonly text: string }) {
  return <p class="nothing">{props.text}</p>
}

interface Part {
  readonly playground: Playground
}

function Objects(props: Part) {
  const texts = props.playground.texts
  const entries = () => {
    const overlay = props.playground.overlay()
    return overlay?.frame === props.playground.moment()?.shownFrame ? (overlay?.entries ?? []) : []
  }
  return (
    <Show
      when={entries().length > 0}
      fallback={<Nothing text={props.playground.program() ? texts().noObjects : texts().noRun} />}
    >
      <Table
        rows={entries()}
        onRow={({ offset }) => void props.playground.select(offset)}
        columns={[
          { title: texts().columns.offset, cell: ({ offset }) => hexOf(offset, 3) },
          { title: texts().columns.bytes, isNumber: true, cell: ({ bytes }) => grouped(bytes) },
          { title: texts().columns.object, cell: ({ object, kind }) => <span class={`o-${kind}`}>{object}</span> },
          { title: texts().columns.value, cell: ({ value }) => <span class="value">{value ?? '–'}</span> },
          { title: texts().columns.line, cell: ({ allocatedBy }) => allocatedBy ?? '–' },
        ]}
      />
    </Show>
  )
}

function History(props: Part) {
  const texts = props.playground.texts
  const rows = () => props.playground.overlay()?.history ?? []
  const released = () => ({
    title: texts().columns.released,
    cell: ({ releasedAt }: HistoryRow) => (releasedAt === undefined ? '' : grouped(releasedAt)),
  })
  return (
    <Show when={rows().length > 0} fallback={<Nothing text={texts().nothing} />}>
      <FreePointer playground={props.playground} moves={props.playground.overlay()?.freePointer ?? []} />
      <Table
        rows={rows()}
        onRow={({ step }) => void props.playground.goto(step)}
        columns={[
          { title: texts().columns.step, cell: ({ step }) => grouped(step) },
          { title: texts().columns.offset, cell: ({ offset }) => hexOf(offset, 3) },
          { title: texts().columns.bytes, isNumber: true, cell: ({ bytes }) => grouped(bytes) },
          { title: texts().columns.object, cell: ({ object }) => object },
          { title: texts().freePointer, cell: ({ freePointer }) => hexOf(freePointer, 3) },
          ...(rows().some(({ releasedAt }) => releasedAt !== undefined) ? [released()] : []),
          { title: texts().columns.line, cell: ({ allocatedBy }) => allocatedBy ?? '–' },
        ]}
      />
    </Show>
  )
}

/** The findings, and what there is to say of those of the step that is shown. */
function FindingList(props: Part) {
  const { playground } = props
  const texts = playground.texts
  const rows = () => playground.findings()?.rows ?? []
  const here = () => playground.moment()?.findings ?? []
  return (
    <Show when={playground.program()} fallback={<Nothing text={texts().noRun} />}>
      <Show when={playground.findings()} fallback={<Nothing text={texts().checking} />}>
        {(findings) => (
          <div class="findings">
            <div class="finding-list">
              <p class="finding-count">
                {findings().text}{' '}
                <Show when={findings().canCheck}>
                  <button type="button" class="check" onClick={() => void playground.check()}>
                    {texts().checkHere}
                  </button>
                </Show>
              </p>
              <Show when={rows().length > 0}>
                <Table
                  rows={rows().map((row, index) => ({ ...row, index }))}
                  onRow={({ index }) => void playground.finding(index)}
                  rowClass={({ index }) => (here().includes(index) ? 'here' : '')}
                  columns={[
                    { title: texts().columns.step, cell: ({ step }) => grouped(step) },
                    {
                      title: texts().columns.rule,
                      cell: ({ label, severity }) => <span class={`rule s-${severity}`}>{label}</span>,
                    },
                    { title: texts().columns.finding, cell: ({ title }) => title },
                    { title: texts().columns.line, cell: ({ line }) => line ?? '–' },
                  ]}
                />
              </Show>
            </div>
            <For each={here()}>
              {(index) => (
                <article class="finding">
                  <p>
                    <b>{rows()[index]?.title}</b>
                  </p>
                  <For each={rows()[index]?.texts ?? []}>{(text) => <p>{text}</p>}</For>
                </article>
              )}
            </For>
          </div>
        )}
      </Show>
    </Show>
  )
}

const CHART_HEIGHT = 40

/** How far the free memory pointer went, step by step. */
function FreePointer(props: Part & { readonly moves: Overlay['freePointer'] }) {
  const count = () => Math.max(1, props.playground.program()?.stepCount ?? 1)
  const end = () => props.moves.reduce((most, { to }) => Math.max(most, to), 1)
  const path = () => {
    const y = (offset: number) => (CHART_HEIGHT * (1 - offset / end())).toFixed(1)
    const steps = props.moves.map(({ step, to }) => `H${((1000 * step) / count()).toFixed(1)}V${y(to)}`)
    return `M0 ${y(0)}${steps.join('')}H1000`
  }
  return (
    <figure class="free-pointer-chart">
      <figcaption>
        {props.playground.texts().freePointer} <span class="dim">≤ {hexOf(end())}</span>
      </figcaption>
      <svg viewBox={`0 -1 1000 ${CHART_HEIGHT + 2}`} preserveAspectRatio="none" aria-hidden="true">
        <path d={path()} />
      </svg>
    </figure>
  )
}

function Flow(props: Part) {
  const texts = props.playground.texts
  const [rows] = createResource(
    () => props.playground.program(),
    async () => (await props.playground.flow()) ?? [],
  )
  return (
    <Show when={(rows()?.length ?? 0) > 0} fallback={<Nothing text={texts().nothing} />}>
      <Table
        rows={rows() ?? []}
        onRow={({ step }) => void props.playground.goto(step)}
        columns={[
          { title: texts().columns.step, cell: ({ step }) => grouped(step) },
          {
            title: texts().columns.opcode,
            cell: ({ opcode, depth }) => `${'· '.repeat(Math.min(depth, 12))}${opcode}`,
          },
          { title: texts().columns.reads, cell: ({ reads }) => reads },
          { title: texts().columns.writes, cell: ({ writes }) => writes },
        ]}
      />
    </Show>
  )
}

function Calls(props: Part) {
  const texts = props.playground.texts
  return (
    <Table
      rows={props.playground.program()?.calls ?? []}
      onRow={({ firstStep }) => void props.playground.goto(firstStep)}
      rowClass={({ isFine }) => (isFine ? '' : 'bad')}
      columns={[
        { title: texts().columns.step, cell: ({ firstStep }) => grouped(firstStep) },
        { title: texts().columns.call, cell: ({ text, depth }) => `${'· '.repeat(Math.min(depth, 12))}${text}` },
        { title: texts().columns.gas, isNumber: true, cell: ({ gasUsed }) => grouped(gasUsed) },
        { title: texts().columns.memory, isNumber: true, cell: ({ memorySize }) => bytesOf(memorySize) },
      ]}
    />
  )
}

function Gas(props: Part) {
  const texts = props.playground.texts
  const [by, setBy] = createSignal<'lines' | 'opcodes'>('lines')
  const gas = () => props.playground.program()?.gas
  createEffect(() => {
    if (gas()?.lines.length === 0) setBy('opcodes')
  })
  const whole = () => (gas()?.[by()] ?? []).reduce((sum, row) => sum + row.gas, 0)
  const title = ({ key, text }: GasLine) => (text === '' ? key : `${key}  ${text}`)
  return (
    <>
      <div role="group" class="choices" aria-label={texts().gas}>
        <button
          type="button"
          aria-pressed={by() === 'lines'}
          disabled={gas()?.lines.length === 0}
          onClick={() => setBy('lines')}
        >
          {texts().byLine}
        </button>
        <button type="button" aria-pressed={by() === 'opcodes'} onClick={() => setBy('opcodes')}>
          {texts().byOpcode}
        </button>
      </div>
      <Table
        rows={gas()?.[by()] ?? []}
        onRow={(row) =>
          void props.playground.answer(
            'goto',
            row.line === undefined ? `op:${row.key}` : `line:${row.file}:${row.line}`,
          )
        }
        columns={[
          { title: by() === 'lines' ? texts().columns.line : texts().columns.opcode, cell: title },
          { title: texts().columns.gas, isNumber: true, cell: (row) => grouped(row.gas) },
          {
            title: '%',
            isNumber: true,
            cell: (row) => (
              <span class="bar" style={{ '--share': whole() === 0 ? 0 : row.gas / whole() }}>
                {((100 * row.gas) / Math.max(1, whole())).toFixed(1)}
              </span>
            ),
          },
          { title: texts().columns.expansion, isNumber: true, cell: (row) => grouped(row.expansion) },
          { title: texts().columns.steps, isNumber: true, cell: (row) => grouped(row.steps) },
        ]}
      />
    </>
  )
}

function Effects(props: Part & { readonly rows: readonly EffectRow[] }) {
  const texts = props.playground.texts
  return (
    <Show when={props.rows.length > 0} fallback={<Nothing text={texts().nothing} />}>
      <Table
        rows={props.rows}
        onRow={({ step }) => void props.playground.goto(step)}
        columns={[
          { title: texts().columns.step, cell: ({ step }) => grouped(step) },
          { title: texts().columns.opcode, cell: ({ text }) => <code>{text}</code> },
        ]}
      />
    </Show>
  )
}

/** Bytes of data as rows of hex. */
function Bytes(props: { readonly title: string; readonly bytes: Uint8Array | undefined }) {
  const hex = () => [...(props.bytes ?? [])].map((byte) => byte.toString(16).padStart(2, '0'))
  const lines = () =>
    Array.from({ length: Math.ceil(hex().length / 32) }, (_, row) =>
      hex()
        .slice(row * 32, row * 32 + 32)
        .join(' '),
    )
  return (
    <Show when={hex().length > 0}>
      <h3>{props.title}</h3>
      <pre class="bytes">{lines().join('\n')}</pre>
    </Show>
  )
}

function Result(props: Part) {
  const texts = props.playground.texts
  return (
    <Show when={props.playground.program()} fallback={<Nothing text={texts().noRun} />}>
      {(program) => (
        <>
          <ScreenText screen={program().outcome} />
          <Bytes title={texts().returndata} bytes={props.playground.moment()?.returndata} />
          <Bytes title={texts().calldata.split(/[,（]/)[0]!} bytes={props.playground.moment()?.calldata} />
        </>
      )}
    </Show>
  )
}

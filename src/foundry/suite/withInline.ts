/**
 * A project's settings with what comments above a contract or a test say otherwise.
 * @module
 */
import type { InlineValues } from '../project/inlineConfig.ts'
import type { ProjectSettings } from '../project/profile.ts'

/** Keys that say nothing here are forge's too, or none. */
export function withInline(settings: ProjectSettings, values: InlineValues | undefined): ProjectSettings {
  if (values === undefined || Object.keys(values).length === 0) return settings
  const whole = (key: string, fallback: number) => {
    const value = values[key]?.replaceAll('_', '')
    return value !== undefined && /^\d{1,9}$/.test(value) ? Number(value) : fallback
  }
  const flag = (key: string, fallback: boolean) =>
    values[key] === 'true' ? true : values[key] === 'false' ? false : fallback
  const { fuzz, invariant } = settings
  return {
    ...settings,
    allowInternalExpectRevert: flag('allow_internal_expect_revert', settings.allowInternalExpectRevert),
    isolate: flag('isolate', settings.isolate),
    fuzz: {
      ...fuzz,
      runs: whole('fuzz.runs', fuzz.runs),
      maxTestRejects: whole('fuzz.max_test_rejects', fuzz.maxTestRejects),
      failOnRevert: flag('fuzz.fail_on_revert', fuzz.failOnRevert),
    },
    invariant: {
      ...invariant,
      runs: whole('invariant.runs', invariant.runs),
      depth: whole('invariant.depth', invariant.depth),
      failOnRevert: flag('invariant.fail_on_revert', invariant.failOnRevert),
      shrinkRunLimit: whole('invariant.shrink_run_limit', invariant.shrinkRunLimit),
    },
  }
}

/**
 * The project's files, as whoever runs the suite hands them in.
 * @module
 */

/** Paths are from the project's folder, with `/`; absolute ones and those that begin with `../` lead out of it. */
export interface ProjectFiles {
  /** `undefined` where no file is. */
  read(path: string): Promise<string | undefined>
  /** Empty where no folder is. */
  list(folder: string): Promise<readonly FolderEntry[]>
}

export interface FolderEntry {
  readonly name: string
  readonly isFolder: boolean
}

/** `lib` and `forge-std/src/` are `lib/forge-std/src/`; an absolute path stays what it is. */
export function joined(folder: string, path: string): string {
  if (folder === '' || path.startsWith('/')) return path
  return `${folder.replace(/\/$/, '')}/${path}`
}

/** A path without `.` and `..` in its middle: `src/../lib/A.sol` is `lib/A.sol`. */
export function normalized(path: string): string {
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '.' || (part === '' && parts.length > 0)) continue
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..' && parts.at(-1) !== '') parts.pop()
    else parts.push(part)
  }
  return parts.join('/')
}

/** The folder that a file is in; empty for the project's own. */
export function folderOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : ''
}

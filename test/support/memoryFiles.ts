/** Files of a project as a table: for tests. @module */
import type { FolderEntry, ProjectFiles } from '../../src/foundry/project/files.ts'

export function memoryFiles(files: Readonly<Record<string, string>>): ProjectFiles {
  return {
    read: async (path) => files[path],
    list: async (folder) => {
      const entries = new Map<string, FolderEntry>()
      for (const path of Object.keys(files)) {
        if (folder !== '' && !path.startsWith(`${folder}/`)) continue
        const [name, ...rest] = path.slice(folder === '' ? 0 : folder.length + 1).split('/')
        entries.set(name!, { name: name!, isFolder: rest.length > 0 })
      }
      return [...entries.values()]
    },
  }
}

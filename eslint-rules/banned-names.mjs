import { basename, relative } from 'node:path'

const BANNED = new Set([
  'manager',
  'service',
  'helper',
  'util',
  'utils',
  'common',
  'base',
  'data',
  'info',
  'process',
  'temp',
])
// What the folder of an installation is called on every page and in every manual.
const KNOWN = new Set(['dataDir', 'DATA_DIR'])

/** `orderManager`, `temp_dir`, `DATA`: the first banned word of a name, or undefined. Words inside words (database) are free. */
function bannedWord(name) {
  if (KNOWN.has(name)) return undefined
  const words = name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').split(/[^A-Za-z0-9]+/)
  return words.map((word) => word.toLowerCase()).find((word) => BANNED.has(word) || BANNED.has(word.replace(/s$/, '')))
}

/** Names that we give (variables, functions, parameters, types, members of classes, files); what others call theirs is theirs. */
export const bannedNames = {
  meta: { type: 'suggestion', schema: [], messages: { banned: "'{{name}}' says nothing: '{{word}}' is not a name" } },
  create(context) {
    const check = (node, name) => {
      const word = name === undefined ? undefined : bannedWord(name)
      if (word) context.report({ node, messageId: 'banned', data: { name, word } })
    }
    const checkDeclared = (node) => {
      for (const variable of context.sourceCode.getDeclaredVariables(node)) {
        if (!isImportOfOthers(variable)) check(variable.identifiers[0] ?? node, variable.name)
      }
    }
    const checkKey = (node) => check(node, node.key.type === 'Identifier' ? node.key.name : undefined)
    return {
      Program: (node) => check(node, pathWithoutEnding(context)),
      VariableDeclaration: checkDeclared,
      FunctionDeclaration: checkDeclared,
      FunctionExpression: checkDeclared,
      ArrowFunctionExpression: checkDeclared,
      ClassDeclaration: checkDeclared,
      TSInterfaceDeclaration: checkDeclared,
      TSTypeAliasDeclaration: checkDeclared,
      MethodDefinition: checkKey,
      PropertyDefinition: checkKey,
    }
  },
}

const isImportOfOthers = (variable) => variable.defs.some((definition) => definition.type === 'ImportBinding')

function pathWithoutEnding(context) {
  const path = relative(context.cwd, context.filename)
  return path === basename(path) ? undefined : path.replace(/\.[a-z.]+$/, '')
}

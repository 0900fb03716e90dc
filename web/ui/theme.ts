import { useSyncExternalStore } from 'react'
import { readChoice, writeChoice } from './choice.ts'

export type Theme = 'light' | 'dark'

const KEY = 'xiaoer.theme'
const listeners = new Set<() => void>()
const prefersDark = window.matchMedia('(prefers-color-scheme: dark)')
let theme: Theme = readTheme()

function readTheme(): Theme {
  const chosen = readChoice(KEY)
  if (chosen === 'light' || chosen === 'dark') return chosen
  return prefersDark.matches ? 'dark' : 'light'
}

export function applyTheme(): void {
  document.documentElement.dataset.theme = theme
}

export function chooseTheme(next: Theme): void {
  theme = next
  writeChoice(KEY, next)
  applyTheme()
  for (const listener of listeners) listener()
}

export const useTheme = (): Theme =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => theme,
  )

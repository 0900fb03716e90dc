import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Door } from './door.tsx'
import './styles.css'
import { applyTheme } from './ui/theme.ts'
import { openWords } from './words/words.ts'

const place = document.getElementById('root')
if (!place) throw new Error('the page has no root')
applyTheme()
await openWords()
createRoot(place).render(
  <StrictMode>
    <Door />
  </StrictMode>,
)

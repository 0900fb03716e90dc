import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'

const SECOND_MS = 1000
const MINUTE_S = 60
const two = (count: number): string => String(count).padStart(2, '0')

/** How long it still holds, to the second. */
export function Countdown({ until }: { readonly until: string }) {
  const { t } = useTranslation()
  const [at, setAt] = useState(() => Date.now())
  useEffect(() => {
    const timer = window.setInterval(() => setAt(Date.now()), SECOND_MS)
    return () => window.clearInterval(timer)
  }, [])
  const left = Math.floor((Date.parse(until) - at) / SECOND_MS)
  if (left <= 0) return <span className="chip">{t('live.over')}</span>
  const hours = Math.floor(left / MINUTE_S / MINUTE_S)
  const clock = `${two(hours)}:${two(Math.floor(left / MINUTE_S) % MINUTE_S)}:${two(left % MINUTE_S)}`
  return (
    <span className="chip chip-warn" role="timer">
      {t('live.left', { clock })}
    </span>
  )
}

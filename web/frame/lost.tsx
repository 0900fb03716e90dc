import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

export function Lost() {
  const { t } = useTranslation()
  return (
    <div className="empty">
      <h1>{t('lost.title')}</h1>
      <p className="quiet">{t('lost.text')}</p>
      <Link to="/">{t('lost.home')}</Link>
    </div>
  )
}
